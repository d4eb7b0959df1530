package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.query.TempleDesk.Exported;

/// Says what went into an archive.
record ExportedArchive(Terminal terminal) {
    /// @return the exit code
    int print(Exported exported) {
        terminal.say(
                exported,
                "Exported %s to %s: %s."
                        .formatted(
                                Quantities.count(exported.projects().size(), "project"),
                                Printable.text(exported.path().toString()),
                                Quantities.bytes(exported.archiveBytes())));
        exported.notices().forEach(notice -> terminal.note(Printable.text(notice)));
        return ExitCode.OK;
    }
}
