package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.Temple;
import dev.templedb.temple.directories.Condition;
import dev.templedb.temple.directories.DirectoryState;
import dev.templedb.temple.directories.DirectoryState.Look;
import dev.templedb.temple.directories.WorkingDirectories;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb project status [SLUG...]`
public final class ProjectStatusCommand implements Command {
    private final Value<String[]> slugs;
    private final FilterOptions filter;
    private final Value<Boolean> refresh;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectStatusCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Shows what the working directories of projects were like when they were last looked at; with --refresh they are"
                                + " looked at now, several at a time, and what has happened there counts as activity. A git repository is read"
                                + " without running any program that it names.")
                .example("templedb project status")
                .example("templedb project status --refresh --tag web")
                .example("templedb project status web-app --refresh --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slugs = usage.remainingParameters("SLUG", "Slugs of local projects; all that the options choose without them.");
        refresh = usage.flag("--refresh", "Look at the directories now.");
        filter = new FilterOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var states = temples.inExisting(this::states);
        terminal.list(listing(states));
        if (terminal.format() == Format.TABLE) {
            states.forEach(state -> state.look()
                    .flatMap(Look::problem)
                    .ifPresent(problem -> terminal.warn("%s: %s".formatted(state.slug(), Printable.text(problem)))));
        }
        return ExitCode.OK;
    }

    private List<DirectoryState> states(Temple temple) {
        var chosen = filter.slugs(temple, slugs.get());
        var directories = new WorkingDirectories(temple);
        return refresh.get() ? directories.refresh(chosen, terminal.progress()) : directories.recorded(chosen);
    }

    private static Listing listing(List<DirectoryState> states) {
        var listing = new Listing(
                Column.text("slug"),
                Column.text("state"),
                Column.hidden("clean"),
                Column.text("branch"),
                Column.shortId("last_commit"),
                Column.text("last_commit_at", "committed at"),
                Column.text("uncommitted_changes", "uncommitted"),
                Column.text("directory"),
                Column.text("looked_at"),
                Column.hidden("problem"));
        for (var state : states) {
            var look = state.look();
            listing.row(
                    state.slug(),
                    word(state),
                    look.map(ProjectStatusCommand::clean).orElse(null),
                    look.flatMap(Look::branch).map(Printable::text).orElse(null),
                    look.flatMap(Look::lastCommit).orElse(null),
                    look.flatMap(Look::lastCommitAt).orElse(null),
                    look.flatMap(Look::uncommitted).orElse(null),
                    state.directory().map(Object::toString).orElse(null),
                    look.map(Look::lookedAt).orElse(null),
                    look.flatMap(Look::problem).orElse(null));
        }
        return listing;
    }

    private static @Nullable Boolean clean(Look look) {
        return switch (look.condition()) {
            case CLEAN -> true;
            case CHANGED -> false;
            case MISSING, NO_HISTORY, UNREADABLE -> null;
        };
    }

    private static String word(DirectoryState state) {
        if (state.directory().isEmpty()) {
            return "no directory";
        }
        Optional<Condition> condition = state.look().map(Look::condition);
        return condition.map(Condition::word).orElse("not looked at");
    }
}
