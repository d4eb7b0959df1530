package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.DeploymentTargets;

/// `templedb deploy target show SLUG TARGET`
public final class TargetShowCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Temples temples;
    private final Terminal terminal;

    public TargetShowCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb deploy target show web-app prod")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such target, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("TARGET", "The target, such as prod or staging.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var target = temples.inExisting(temple -> new DeploymentTargets(temple).get(slug.get(), name.get()));
        terminal.show(new Details()
                .with("target", target.name())
                .with("type", target.type().orElse(null))
                .with("host", target.host().orElse(null))
                .with("region", target.region().orElse(null))
                .with("script", target.script())
                .with("environment", target.environment())
                .with("variables", target.variables())
                .with("health_url", target.healthUrl().orElse(null))
                .with("health_command", target.healthCommand().orElse(null))
                .with("before", target.before().orElse(null))
                .with("after", target.after().orElse(null))
                .with("timeout_seconds", target.timeout().toSeconds()));
        return ExitCode.OK;
    }
}
