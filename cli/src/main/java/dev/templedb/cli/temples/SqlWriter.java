package dev.templedb.cli.temples;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.query.ChangeRequest;
import dev.templedb.temple.query.DoneChange;
import dev.templedb.temple.query.TempleChanges;
import java.util.List;

/// Changes the temple by SQL, once somebody has said yes to what would be changed.
final class SqlWriter {
    private static final int SHOWN = 20;

    private final Temples temples;
    private final Terminal terminal;

    SqlWriter(Temples temples, Terminal terminal) {
        this.temples = temples;
        this.terminal = terminal;
    }

    /// @param yes whether nobody needs to be asked
    int run(ChangeRequest request, boolean yes) {
        return temples.inExisting(temple -> run(temple, request, yes));
    }

    private int run(Temple temple, ChangeRequest request, boolean yes) {
        var changes = new TempleChanges(temple);
        if (yes) {
            return say(changes.run(request));
        }
        var expected = changes.preview(request);
        if (!expected.isEmpty() && !agrees(expected)) {
            terminal.note("Nothing was changed.");
            return ExitCode.FAILED;
        }
        return say(expected.isEmpty() ? expected : changes.run(request, expected));
    }

    private int say(List<DoneChange> done) {
        var listing = new Listing(Column.text("change"), Column.text("project"), Column.text("names"));
        done.forEach(change -> listing.row(change.change(), change.project(), change.names()));
        terminal.list(listing);
        if (!done.isEmpty()) {
            terminal.flush();
            terminal.note("`templedb undo` takes all of it back, within 30 days.");
        }
        return ExitCode.OK;
    }

    private boolean agrees(List<DoneChange> changes) {
        if (!terminal.canAsk()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "This makes %d changes, and there is nobody to ask; add --yes.".formatted(changes.size()));
        }
        for (var change : changes.subList(0, Math.min(SHOWN, changes.size()))) {
            terminal.note("  %s %s %s"
                    .formatted(change.change(), change.project(), String.join(", ", change.names()))
                    .stripTrailing());
        }
        if (changes.size() > SHOWN) {
            terminal.note("  and %d more".formatted(changes.size() - SHOWN));
        }
        return terminal.confirm("Make %d changes?".formatted(changes.size()));
    }
}
