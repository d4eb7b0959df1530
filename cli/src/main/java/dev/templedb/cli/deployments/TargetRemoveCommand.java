package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.DeploymentTargets;

/// `templedb deploy target remove SLUG TARGET`
public final class TargetRemoveCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Temples temples;
    private final Terminal terminal;

    public TargetRemoveCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("The history of its deployments stays.")
                .example("templedb deploy target remove web-app staging")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such target, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("TARGET", "The target, such as prod or staging.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        temples.inExisting(temple -> {
            new DeploymentTargets(temple).remove(slug.get(), name.get());
            return name.get();
        });
        terminal.say(
                new Details().with("slug", slug.get()).with("target", name.get()),
                "Removed the target %s of %s.".formatted(name.get(), slug.get()));
        return ExitCode.OK;
    }
}
