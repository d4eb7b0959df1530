package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.temple.deployments.Deployments;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb deploy run SLUG TARGET [-- ARGS]`
public final class DeployRunCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<@Nullable String> ref;
    private final UserKeys.Option ageKeys;
    private final Value<String[]> arguments;
    private final Deployer deployer;

    public DeployRunCommand(Usage usage, Deployer deployer) {
        usage.says(
                        "Writes the files of the commit to a directory of their own and runs the target's script there, with the variables"
                                + " of the project and its secrets in the environment, never on a command line. What it says is shown as it comes,"
                                + " with *** for the values of secrets.")
                .says(
                        "Before it the target's hook, after it the health check and the other hook. When the time is over, or you press"
                                + " Ctrl-C, the script and what it has started are ended; on Linux also what began a session of its own.")
                .example("templedb deploy run web-app prod")
                .example("templedb deploy run web-app staging --ref feature/login -- --dry-run")
                .exits(ExitCode.FAILED, "the script failed, took too long, or the health check did not succeed")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such target, script, ref, project or temple")
                .exits(ExitCode.CONFLICT, "a deployment to this target is running")
                .exits(ExitCode.REFUSED, "none of your keys opens the secrets");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("TARGET", "The target, such as prod or staging.");
        ref = usage.option("--ref", "REF", "A branch, tag or commit; HEAD without it.");
        ageKeys = new UserKeys.Option(usage);
        arguments = usage.remainingParameters("ARG", "Arguments for the script, after --.");
        this.deployer = deployer;
    }

    @Override
    public int run() {
        return deployer.deploy(
                slug.get(),
                temple -> new Deployments(temple)
                        .run(
                                deployer.request(
                                        temple, slug.get(), name.get(), List.of(arguments.get()), ageKeys.get()),
                                Objects.requireNonNullElse(ref.get(), "HEAD"),
                                deployer));
    }
}
