package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.DeploymentTargets;
import dev.templedb.temple.deployments.Target;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// `templedb deploy target list SLUG`
public final class TargetListCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public TargetListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb deploy target list web-app")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(
                Column.text("target"),
                Column.text("type"),
                Column.text("host"),
                Column.text("region"),
                Column.text("script"),
                Column.text("hooks"));
        temples.inExisting(temple -> new DeploymentTargets(temple).list(slug.get()))
                .forEach(target -> listing.row(
                        target.name(),
                        target.type().orElse(null),
                        target.host().orElse(null),
                        target.region().orElse(null),
                        target.script(),
                        hooks(target)));
        terminal.list(listing);
        return ExitCode.OK;
    }

    /// Which steps besides the script run a command of the target.
    private static @Nullable String hooks(Target target) {
        var hooks = new ArrayList<String>();
        target.before().ifPresent(command -> hooks.add("before"));
        target.healthCommand().ifPresent(command -> hooks.add("health check"));
        target.after().ifPresent(command -> hooks.add("after"));
        return hooks.isEmpty() ? null : String.join(", ", hooks);
    }
}
