package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Restoration;
import org.jspecify.annotations.Nullable;

/// `templedb undo [NUMBER]` and `templedb undo --list`
public final class UndoCommand implements Command {
    private final Value<@Nullable Long> number;
    private final Value<Boolean> list;
    private final Temples temples;
    private final Terminal terminal;

    public UndoCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Removed and replaced projects are kept for 30 days, and the history that `project sync` took away from one. A"
                                + " replaced project or history changes places with the one that replaced it.")
                .says(
                        "So is what was changed and taken away of projects: fields and tags, variables, environments, deployment targets"
                                + " and tags of the history. It comes back unless something else is in its place by now. Branches come"
                                + " back with `templedb vcs branch restore`, secrets with `templedb secret restore`.")
                .example("templedb undo --list")
                .example("templedb undo")
                .example("templedb undo 3")
                .exits(ExitCode.NOT_FOUND, "there is nothing to undo, or no temple")
                .exits(
                        ExitCode.CONFLICT,
                        "another project has taken the slug, or what was changed is something else by now");
        number = usage.optionalNumber("NUMBER", "Which of the list; the newest without it.");
        list = usage.flag("--list", "Only list what can be undone.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return list.get() ? list() : undo();
    }

    private int list() {
        var listing = new Listing(
                Column.number("undo"),
                Column.text("slug"),
                Column.text("action"),
                Column.text("summary"),
                Column.text("removed_at"),
                Column.text("kept_until"));
        for (var entry :
                temples.inExisting(temple -> new Projects(temple).removed().list())) {
            listing.row(
                    entry.undoId(),
                    entry.slug().text(),
                    entry.action().word(),
                    entry.summary(),
                    entry.removedAt(),
                    entry.purgeAfter());
        }
        terminal.list(listing);
        return ExitCode.OK;
    }

    private int undo() {
        var which = number.get();
        var restored = temples.inExisting(temple -> {
            var removed = new Projects(temple).removed();
            return which == null ? removed.undo() : removed.undo(which);
        });
        String slug = restored.project().slug().text();
        var details = new Details();
        String sentence = switch (restored) {
            case Restoration.BroughtBack _ -> {
                details = details.with("outcome", "brought_back").with("slug", slug);
                yield "%s is back.".formatted(slug);
            }
            case Restoration.Swapped _ -> {
                details = details.with("outcome", "swapped").with("slug", slug);
                yield "%s is what it was before it was replaced; `templedb undo` takes that back.".formatted(slug);
            }
            case Restoration.Undone undone -> {
                var what = Printable.text(undone.what());
                details = details.with("outcome", "undone").with("slug", slug).with("what", what);
                yield "Undone in %s: %s.%s"
                        .formatted(slug, what, undone.isReversible() ? " `templedb undo` takes that back." : "");
            }
        };
        terminal.say(details, sentence);
        return ExitCode.OK;
    }
}
