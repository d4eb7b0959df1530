package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.DeploymentTargets;

/// `templedb deploy target edit SLUG TARGET`
public final class TargetEditCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final TargetOptions options;
    private final Temples temples;
    private final Terminal terminal;

    public TargetEditCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("What is not named stays as it is; an empty text clears an option.")
                .example("templedb deploy target edit web-app prod --host web2 --before \"\"")
                .example(
                        "templedb deploy target edit web-app staging --health-url https://staging.example.org/health --timeout 5m")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such target, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("TARGET", "The target, such as prod or staging.");
        options = new TargetOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var target = temples.inExisting(
                temple -> new DeploymentTargets(temple).edit(slug.get(), name.get(), options.change()));
        terminal.say(
                new Details().with("slug", slug.get()).with("target", target.name()),
                "Changed the target %s of %s.".formatted(target.name(), slug.get()));
        options.warnOfSecrets(terminal, slug.get());
        return ExitCode.OK;
    }
}
