package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.Deployment;
import dev.templedb.temple.deployments.DeploymentState;
import dev.templedb.temple.deployments.Deployments;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `templedb deploy history SLUG`
public final class DeployHistoryCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> target;
    private final Value<Long> log;
    private final Temples temples;
    private final Terminal terminal;

    public DeployHistoryCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "The newest first. What a deployment said is kept without the values of secrets, the last 256 KiB of it.")
                .says(
                        "The column left has the processes that still run of a deployment whose program was killed. Until they are gone no"
                                + " other one begins for that target.")
                .example("templedb deploy history web-app")
                .example("templedb deploy history web-app --target prod --format json")
                .example("templedb deploy history web-app --log 3")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such deployment, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        target = usage.option("--target", "TARGET", "Only deployments to this target.");
        log = usage.number("--log", "N", "Print what deployment N said; 0 prints the list.", 0);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        long number = log.get();
        if (number > 0) {
            printLog(temples.inExisting(temple -> new Deployments(temple).get(slug.get(), number)));
            return ExitCode.OK;
        }
        var listing = new Listing(
                Column.number("number"),
                Column.text("target"),
                Column.text("kind"),
                Column.shortId("commit"),
                Column.text("ref"),
                Column.text("state"),
                Column.text("step"),
                Column.number("exit_code"),
                Column.text("who"),
                Column.text("started_at"),
                Column.text("took"),
                Column.text("left"));
        for (Deployment each : temples.inExisting(temple -> new Deployments(temple).history(slug.get()))) {
            if (target.get() == null || each.target().equals(target.get())) {
                listing.row(
                        each.number(),
                        each.target(),
                        each.kind(),
                        each.commit(),
                        each.ref(),
                        each.state().word(),
                        each.step().orElse(null),
                        each.exitCode().orElse(null),
                        each.who(),
                        each.startedAt(),
                        each.duration().map(DeployHistoryCommand::seconds).orElse(null),
                        each.left());
            }
        }
        terminal.list(listing);
        return ExitCode.OK;
    }

    private void printLog(Deployment deployment) {
        terminal.print(deployment.log());
        boolean isAll = deployment.endedAt().isPresent();
        if (deployment.log().isEmpty()) {
            terminal.note((isAll ? "Deployment %d said nothing." : "Nothing that deployment %d said is kept.")
                    .formatted(deployment.number()));
        } else if (deployment.state() == DeploymentState.INTERRUPTED) {
            terminal.note("Deployment %d was killed; what it said last may be missing.".formatted(deployment.number()));
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
