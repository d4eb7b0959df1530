package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.AuditEntry;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.RemovedProject;
import dev.templedb.temple.projects.Restoration;
import dev.templedb.temple.worktree.WorkTree;
import java.util.Optional;
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
                        "So is what was changed and taken away of projects: fields, slugs and tags, variables, environments, deployment"
                                + " targets, secrets, branches and tags of the history, and edits that `vcs restore` and `vcs merge"
                                + " --abort` threw away. It comes back unless something else is in its place by now. What `sql --write`"
                                + " did is undone as one.")
                .says(
                        "Without a number it is the newest of the list, if that is what was done last in the temple. If something was done"
                                + " since that is not in the list, it asks; where there is nobody to ask, it refuses and says the number.")
                .example("templedb undo --list")
                .example("templedb undo")
                .example("templedb undo 3")
                .exits(ExitCode.NOT_FOUND, "there is nothing to undo, or no temple")
                .exits(
                        ExitCode.CONFLICT,
                        "another project has taken the slug, what was changed is something else by now, or, without a number, what"
                                + " was done last cannot be undone and there is nobody to ask");
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

    /// Asks a person who has not said which one, and lets no program undo something else than what was done last.
    ///
    /// @return empty when that was not meant
    private Optional<Restoration> undo(Temple temple) {
        var removed = new Projects(temple).removed();
        var which = number.get();
        if (which != null) {
            return Optional.of(restored(temple, removed.get(which)));
        }
        var newest = removed.list().stream()
                .findFirst()
                .orElseThrow(() -> new TempleException(ErrorCode.NOTHING_TO_UNDO, "There is nothing to undo."));
        var since = removed.doneSince(newest);
        if (terminal.canAsk()) {
            return terminal.confirm(question(newest, since)) ? Optional.of(restored(temple, newest)) : Optional.empty();
        }
        if (since.isPresent()) {
            throw new TempleException(
                    ErrorCode.UNDO_UNCLEAR,
                    "Nothing was undone: what was done last (%s) cannot be. The newest that can be is number %d, %s in %s."
                            .formatted(
                                    done(since.get()),
                                    newest.undoId(),
                                    Printable.text(newest.summary()),
                                    newest.slug()));
        }
        return Optional.of(restored(temple, newest));
    }

    private static Restoration restored(Temple temple, RemovedProject entry) {
        if (entry.action() == RemovedProject.Action.FILES) {
            WorkTree.bringBack(temple, entry);
            var project = new Projects(temple).require(entry.slug().text());
            return new Restoration.Undone(project, entry.summary(), false);
        }
        return new Projects(temple).removed().undo(entry.undoId());
    }

    private static String done(AuditEntry entry) {
        return entry.action()
                + entry.project().map(slug -> " of " + Printable.text(slug)).orElse("");
    }

    private static String question(RemovedProject entry, Optional<AuditEntry> since) {
        return "Undo %s in %s, of %s?%s"
                .formatted(
                        Printable.text(entry.summary()),
                        entry.slug(),
                        Quantities.time(entry.removedAt()),
                        since.map(later -> " What was done since (%s, %s) stays."
                                        .formatted(done(later), Quantities.time(later.at())))
                                .orElse(""));
    }

    private int undo() {
        var outcome = temples.inExisting(this::undo);
        if (outcome.isEmpty()) {
            terminal.note("Nothing was changed.");
            return ExitCode.FAILED;
        }
        var restored = outcome.get();
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
