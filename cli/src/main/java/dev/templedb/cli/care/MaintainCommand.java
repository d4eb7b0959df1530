package dev.templedb.cli.care;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.care.MaintenanceReport;
import dev.templedb.temple.deployments.Deployments;

/// `templedb maintain`
public final class MaintainCommand implements Command {
    private final Temples temples;
    private final Terminal terminal;

    public MaintainCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Lets go of what `undo` has kept for more than 30 days, packs anew what many small syncs have left, removes the"
                                + " files of deployments that were killed, gives free space back to the disk, and checks every page and frame. It can be stopped at any time.")
                .example("templedb maintain")
                .exits(ExitCode.FAILED, "something is damaged; what is said")
                .exits(ExitCode.NOT_FOUND, "there is no temple")
                .exits(ExitCode.UNAVAILABLE, "the temple is busy, or the disk is full");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var report = temples.inExisting(temple -> {
            new Deployments(temple)
                    .sweep(temples.scratch())
                    .forEach(directory ->
                            terminal.warn("The files of a deployment that was killed could not be removed: %s."
                                    .formatted(Printable.text(directory.toString()))));
            return new Maintenance(temple).run(terminal.progress());
        });
        terminal.say(report, sentence(report));
        report.problems().forEach(terminal::warn);
        return report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String sentence(MaintenanceReport report) {
        return "Purged %s, dropped %s, packed %s anew. The temple has %s (before: %s)%s."
                .formatted(
                        Quantities.count(report.purgedProjects(), "project"),
                        Quantities.count(report.droppedFrames(), "frame"),
                        Quantities.count(report.repackedFrames(), "frame"),
                        Quantities.bytes(report.bytesAfter()),
                        Quantities.bytes(report.bytesBefore()),
                        report.problems().isEmpty() ? " and is sound" : " and is damaged");
    }
}
