package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.temple.deployments.Deployments;
import java.util.List;
import java.util.Optional;

/// `templedb deploy rollback SLUG TARGET`
public final class DeployRollbackCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<Long> to;
    private final UserKeys.Option ageKeys;
    private final Value<String[]> arguments;
    private final Deployer deployer;

    public DeployRollbackCommand(Usage usage, Deployer deployer) {
        usage.says(
                        "After a deployment that went wrong, deploys the commit of the last one that succeeded; after one that succeeded,"
                                + " the last that deployed another commit. Secrets and variables are those of now.")
                .example("templedb deploy rollback web-app prod")
                .example("templedb deploy rollback web-app prod --to 3")
                .exits(ExitCode.FAILED, "the script failed, took too long, or the health check did not succeed")
                .exits(ExitCode.USAGE, "")
                .exits(
                        ExitCode.NOT_FOUND,
                        "nothing was deployed well before, or there is no such target, project or temple")
                .exits(ExitCode.CONFLICT, "a deployment to this target is running")
                .exits(ExitCode.REFUSED, "none of your keys opens the secrets");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("TARGET", "The target, such as prod or staging.");
        to = usage.number("--to", "N", "Deploy the commit of deployment N; 0 chooses.", 0);
        ageKeys = new UserKeys.Option(usage);
        arguments = usage.remainingParameters("ARG", "Arguments for the script, after --.");
        this.deployer = deployer;
    }

    @Override
    public int run() {
        var number = Optional.of(to.get()).filter(given -> given > 0);
        return deployer.deploy(
                slug.get(),
                temple -> new Deployments(temple)
                        .rollback(
                                deployer.request(
                                        temple, slug.get(), name.get(), List.of(arguments.get()), ageKeys.get()),
                                number,
                                deployer));
    }
}
