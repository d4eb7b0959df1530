package dev.templedb.cli.history;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.history.LogGraph;
import dev.templedb.temple.history.LogPage;
import dev.templedb.temple.history.LogQuery;
import dev.templedb.temple.query.CommitLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb vcs log SLUG [REF]`
public final class VcsLogCommand implements Command {
    private static final long DEFAULT_LIMIT = 1000;

    private final Value<@Nullable String> slug;
    private final Value<@Nullable String> ref;
    private final Value<@Nullable String> path;
    private final Value<@Nullable String> author;
    private final Value<@Nullable Instant> since;
    private final Value<@Nullable Instant> until;
    private final Value<@Nullable String> text;
    private final Value<Boolean> graph;
    private final Value<Boolean> oneLine;
    private final Value<Boolean> all;
    private final Value<Boolean> firstParent;
    private final Value<Long> limit;
    private final Temples temples;
    private final Terminal terminal;

    public VcsLogCommand(Usage usage, Temples temples, Terminal terminal) {
        var times = new Times(temples.clock());
        usage.says(
                        "With --graph the lines of history are drawn beside the commits, and names of branches and tags are shown.")
                .example("templedb vcs log web-app")
                .example("templedb vcs log --oneline -n 20 --since \"2 weeks ago\"")
                .example("templedb vcs log --graph --all --limit 30")
                .example("templedb vcs log web-app v1.0 --path src --author ada --since 2026-01-01")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, ref or path")
                .exits(ExitCode.CONFLICT, "the project has no history yet");
        slug = usage.optionalParameter(
                "SLUG", "Slug of a local project; may be left out inside a checked-out directory of it.");
        ref = usage.optionalParameter("REF", "A branch, tag or commit to begin with; HEAD without it.");
        path = usage.option("--path", "PATH", "Only commits that changed this file or directory.");
        author = usage.option("--author", "TEXT", "Only commits with this in the author's name or address.");
        since = usage.option(
                "--since",
                "TIME",
                "Only commits of that time or later: 2026-01-31, 2026-01-31T12:00:00+01:00, or \"2 weeks ago\".",
                times::read);
        until = usage.option("--until", "TIME", "Only commits of that time or earlier.", times::read);
        text = usage.option("--grep", "TEXT", "Only commits with this in their message.");
        oneLine = usage.flag("--oneline", "Print a line for each commit: its id and what it does.");
        graph = usage.flag("--graph", "Draw how the commits follow from each other.");
        all = usage.flag("--all", "Begin with every branch and tag too.");
        firstParent = usage.flag("--first-parent", "Of merges, follow the branch that was merged into only.");
        limit = usage.number("-n, --limit", "COUNT", "Most commits to list.", DEFAULT_LIMIT);
        this.temples = temples;
        this.terminal = terminal;
    }

    /// What was found, and the branch that `HEAD` is on, when there is one.
    private record Found(LogGraph log, Optional<String> head) {}

    @Override
    public int run() {
        if (all.get() && firstParent.get()) {
            throw new TempleException(ErrorCode.USAGE, "--all and --first-parent do not go together.");
        }
        var found = temples.inExisting(temple -> {
            var asked = ProjectAndRef.of(temple, slug.get(), ref.get());
            var reader = new HistoryReader(temple);
            var query = query(asked);
            return graph.get()
                    ? new Found(reader.graph(asked.project().id(), query), asked.head(temple))
                    : new Found(plain(reader.log(asked.project().id(), query)), Optional.empty());
        });
        if (graph.get() && terminal.format() == Format.TABLE) {
            new GraphPrinter(terminal, found.head().orElse("")).print(found.log());
        } else if (oneLine.get() && terminal.format() == Format.TABLE) {
            printLines(found.log());
        } else {
            list(found.log());
        }
        if (found.log().more()) {
            terminal.note("There are older commits; --limit shows more.");
        }
        return ExitCode.OK;
    }

    private static LogGraph plain(LogPage page) {
        return new LogGraph(
                page.commits().stream()
                        .map(commit -> new LogGraph.Node(commit, List.of(), List.of()))
                        .toList(),
                page.more());
    }

    private void printLines(LogGraph log) {
        var text = new StringBuilder();
        for (var node : log.nodes()) {
            var line = CommitLine.of(node.commit());
            text.append(terminal.outStyle().yellow(node.commit().id().abbreviated(10)))
                    .append(' ')
                    .append(Printable.text(line.subject()))
                    .append('\n');
        }
        terminal.print(text.toString());
    }

    private void list(LogGraph log) {
        var listing = new Listing(
                Column.shortId("commit"),
                Column.text("committed_at", "committed"),
                Column.text("author_name", "author"),
                Column.text("subject"),
                Column.hidden("author_email"),
                Column.hidden("authored_at"),
                Column.hidden("committer_name"),
                Column.hidden("committer_email"),
                Column.hidden("parents"),
                Column.hidden("tree"),
                Column.hidden("signed"),
                Column.hidden("message"));
        for (var node : log.nodes()) {
            var line = CommitLine.of(node.commit());
            listing.row(
                    line.commit(),
                    line.committedAt(),
                    line.authorName(),
                    line.subject(),
                    line.authorEmail(),
                    line.authoredAt(),
                    line.committerName(),
                    line.committerEmail(),
                    line.parents(),
                    line.tree(),
                    line.signed(),
                    line.message());
        }
        terminal.list(listing);
    }

    private LogQuery query(ProjectAndRef asked) {
        var query = LogQuery.of(asked.ref())
                .withLimit((int) Math.min(limit.get(), Integer.MAX_VALUE))
                .walking(
                        all.get()
                                ? LogQuery.Walk.ALL_REFS
                                : firstParent.get() ? LogQuery.Walk.FIRST_PARENTS : LogQuery.Walk.ALL_PARENTS);
        var onlyText = text.get();
        query = onlyText == null ? query : query.withText(onlyText);
        var onlyPath = path.get();
        var onlyAuthor = author.get();
        var earliest = since.get();
        var to = until.get();
        query = onlyPath == null ? query : query.withPath(asked.path(onlyPath));
        query = onlyAuthor == null ? query : query.withAuthor(onlyAuthor);
        query = earliest == null ? query : query.withSince(earliest);
        return to == null ? query : query.withUntil(to);
    }
}
