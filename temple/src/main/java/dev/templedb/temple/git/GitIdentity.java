package dev.templedb.temple.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/// Who the user says to git that they are: `user.name` and `user.email` of config files.
///
/// @param name  empty when no file says it
/// @param email empty when no file says it
public record GitIdentity(Optional<String> name, Optional<String> email) {
    /// Reads config files, of which later ones count more. Files that are not there or not readable say nothing.
    public static GitIdentity of(List<Path> files) {
        var identity = new GitIdentity(Optional.empty(), Optional.empty());
        for (var file : files) {
            var config = read(file);
            var before = identity;
            identity = new GitIdentity(
                    Optional.ofNullable(config.getString("user", null, "name")).or(before::name),
                    Optional.ofNullable(config.getString("user", null, "email")).or(before::email));
        }
        return identity;
    }

    private static Config read(Path file) {
        var config = new Config();
        try {
            if (Files.isRegularFile(file)) {
                config.fromText(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException | ConfigInvalidException unreadable) {
            return new Config();
        }
        return config;
    }
}
