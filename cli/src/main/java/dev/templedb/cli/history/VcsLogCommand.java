package dev.templedb.cli.history;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.history.LogQuery;
import dev.templedb.temple.query.CommitLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
    private final Value<Long> limit;
    private final Temples temples;
    private final Terminal terminal;

    public VcsLogCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb vcs log web-app")
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
                "--since", "TIME", "Only commits of 2026-01-31 or 2026-01-31T12:00:00Z or later.", VcsLogCommand::time);
        until = usage.option("--until", "TIME", "Only commits of that time or earlier.", VcsLogCommand::time);
        limit = usage.number("--limit", "COUNT", "Most commits to list.", DEFAULT_LIMIT);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var page = temples.inExisting(temple -> {
            var asked = ProjectAndRef.of(temple, slug.get(), ref.get());
            return new HistoryReader(temple).log(asked.project().id(), query(asked.ref()));
        });
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
        for (var commit : page.commits()) {
            var line = CommitLine.of(commit);
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
        if (page.more()) {
            terminal.note("There are older commits; --limit shows more.");
        }
        return ExitCode.OK;
    }

    private LogQuery query(String from) {
        var query = LogQuery.of(from).withLimit((int) Math.min(limit.get(), Integer.MAX_VALUE));
        var onlyPath = path.get();
        var onlyAuthor = author.get();
        var earliest = since.get();
        var to = until.get();
        query = onlyPath == null ? query : query.withPath(FilePath.named(onlyPath));
        query = onlyAuthor == null ? query : query.withAuthor(onlyAuthor);
        query = earliest == null ? query : query.withSince(earliest);
        return to == null ? query : query.withUntil(to);
    }

    /// A day, which begins at midnight UTC, or a moment.
    static Instant time(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not a time such as 2026-01-31 or 2026-01-31T12:00:00Z.".formatted(Printable.text(text)),
                    e);
        }
    }
}
