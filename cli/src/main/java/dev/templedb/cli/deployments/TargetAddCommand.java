package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.DeploymentTargets;

/// `templedb deploy target add SLUG TARGET`
public final class TargetAddCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final TargetOptions options;
    private final Temples temples;
    private final Terminal terminal;

    public TargetAddCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "A target travels with the project. The script is a file of the project; it runs out of the files of the commit that is deployed.")
                .example("templedb deploy target add web-app prod --host web1 --script ops/deploy.sh")
                .example(
                        "templedb deploy target add web-app staging --health-url https://staging.example.org/health --timeout 5m")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or temple")
                .exits(ExitCode.CONFLICT, "the project has this target already");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("TARGET", "The target, such as prod or staging.");
        options = new TargetOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var target = temples.inExisting(
                temple -> new DeploymentTargets(temple).add(slug.get(), name.get(), options.change()));
        terminal.say(
                new Details().with("slug", slug.get()).with("target", target.name()),
                "Added the target %s of %s.".formatted(target.name(), slug.get()));
        options.warnOfSecrets(terminal, slug.get());
        return ExitCode.OK;
    }
}
