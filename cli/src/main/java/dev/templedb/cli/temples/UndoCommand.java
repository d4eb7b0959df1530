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
import dev.templedb.core.Printable;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.RemovedProject;
import dev.templedb.temple.projects.Restoration;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `templedb undo [NUMBER]` and `templedb undo --list`
public final class UndoCommand implements Command {
    private static final int LOOKED_AT = 50;

    /// How far apart the entry of a command and its audit entry may be.
    private static final Duration SAME_COMMAND = Duration.ofSeconds(2);

    private static final Set<String> UNCHANGING =
            Set.of("undo", "secret get", "project exec", "cathedral export", "cathedral export-all");

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

    /// Asks a person who has not said which one: the newest that can be undone need not be what was done last.
    ///
    /// @return empty when that was not meant
    private Optional<Restoration> undo(Temple temple) {
        var removed = new Projects(temple).removed();
        var which = number.get();
        if (which == null && terminal.canAsk()) {
            var newest = removed.list().stream().findFirst();
            if (newest.isPresent()) {
                return terminal.confirm(question(temple, newest.get()))
                        ? Optional.of(removed.undo(newest.get().undoId()))
                        : Optional.empty();
            }
        }
        return Optional.of(which == null ? removed.undo() : removed.undo(which));
    }

    private static String question(Temple temple, RemovedProject entry) {
        var since = new Audit(temple)
                .list(Optional.of(entry.slug().text()), LOOKED_AT).stream()
                        .filter(audited -> !UNCHANGING.contains(audited.action()))
                        .findFirst()
                        .filter(audited ->
                                audited.at().isAfter(entry.removedAt().plus(SAME_COMMAND)));
        return "Undo %s in %s, of %s?%s"
                .formatted(
                        Printable.text(entry.summary()),
                        entry.slug(),
                        Quantities.time(entry.removedAt()),
                        since.map(later -> " What was done since (%s, %s) stays."
                                        .formatted(later.action(), Quantities.time(later.at())))
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
