package dev.templedb.temple.deployments;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to deploy, and what is there to do it with.
///
/// @param slug        the project
/// @param target      where to
/// @param arguments   for the script, after its name; anybody on the machine can see them while it runs
/// @param secrets     opens the secrets of the project
/// @param environment the variables that the script gets besides those of the project
/// @param scratch     a directory in which others can be made
/// @param setsid      the program that begins a process group; without it, only processes that are still below the
///                    script are ended with it
public record DeploymentRequest(
        String slug,
        String target,
        List<String> arguments,
        SecretsSource secrets,
        Map<String, String> environment,
        Path scratch,
        Optional<Path> setsid) {
    /// Copies what it is given.
    public DeploymentRequest {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
