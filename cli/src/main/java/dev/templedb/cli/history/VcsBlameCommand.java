package dev.templedb.cli.history;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.DisplayWidth;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.WorkPlace;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.blame.Blame;
import dev.templedb.temple.blame.BlamedLine;
import dev.templedb.temple.blame.LineRange;
import dev.templedb.temple.history.Commit;
import dev.templedb.temple.worktree.WorkTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `templedb vcs blame [SLUG] FILE`
public final class VcsBlameCommand implements Command {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})?(,(\\+)?(\\d{1,9})?)?");
    private static final int SHORT_ID = 10;

    private final Value<@Nullable String> first;
    private final Value<@Nullable String> second;
    private final Value<@Nullable String> ref;
    private final Value<@Nullable LineRange> range;
    private final Temples temples;
    private final Terminal terminal;

    public VcsBlameCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("A line belongs to the newest commit that brought it, as `git blame` says it, which may choose"
                        + " otherwise between readings of a change that are equally good; renames are followed. Inside a checked-out directory and without --ref, the file is taken as it lies there, and lines of no commit are"
                        + " marked so.")
                .example("templedb vcs blame README.md")
                .example("templedb vcs blame web-app src/main.py --ref v1.0 -L 10,20")
                .exits(ExitCode.USAGE, "the file has fewer lines, or the ref could be several things")
                .exits(ExitCode.NOT_FOUND, "there is no such project, ref or file")
                .exits(ExitCode.CONFLICT, "the project has no history yet")
                .exits(ExitCode.REFUSED, "the file is too large");
        first = usage.optionalParameter(
                "SLUG", "Slug of a local project; may be left out inside a checked-out directory of it.");
        second = usage.optionalParameter("FILE", "The file; inside a checked-out directory from where you are.");
        ref = usage.option("--ref", "REF", "A branch, tag or commit.");
        range = usage.option("-L", "FROM,TO", "Only these lines: 10,20 or 10,+5 or 10 or ,20.", VcsBlameCommand::range);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var lines = temples.inExisting(this::lines);
        if (terminal.format() == Format.TABLE) {
            print(lines);
        } else {
            list(lines);
        }
        return ExitCode.OK;
    }

    private List<BlamedLine> lines(Temple temple) {
        var slug = second.get() == null ? null : first.get();
        var file = second.get() == null ? first.get() : second.get();
        if (file == null) {
            throw new TempleException(ErrorCode.USAGE, "FILE is missing.");
        }
        var at = WorkPlace.at(temple, slug);
        var path = at.path(file);
        var lines = Objects.requireNonNullElse(range.get(), LineRange.ALL);
        if (at.checkout().isPresent() && ref.get() == null) {
            return new WorkTree(temple, at.checkout().get()).blame(path, lines);
        }
        return new Blame(temple).lines(at.project().id(), at.ref(ref.get()), path, lines);
    }

    static LineRange range(String text) {
        var match = RANGE.matcher(text);
        if (match.matches() && (match.group(1) != null || match.group(4) != null)) {
            int from = match.group(1) == null ? 1 : Integer.parseInt(match.group(1));
            int to = match.group(4) == null
                    ? match.group(2) == null ? from : Integer.MAX_VALUE
                    : Integer.parseInt(match.group(4)) + (match.group(3) == null ? 0 : from - 1);
            if (from >= 1 && to >= from) {
                return new LineRange(from, to);
            }
        }
        throw new TempleException(
                ErrorCode.USAGE, "\"%s\" names no lines; use 10,20 or 10,+5 or 10.".formatted(Printable.text(text)));
    }

    /// Like `git blame`: what is known of a line, and the line as it is.
    private void print(List<BlamedLine> lines) {
        int names = lines.stream()
                .mapToInt(line -> DisplayWidth.of(author(line)))
                .max()
                .orElse(0);
        var moved = lines.stream().map(BlamedLine::path).distinct().count() > 1;
        int paths = lines.stream()
                .mapToInt(line -> path(line, moved).length())
                .max()
                .orElse(0);
        int digits =
                Integer.toString(lines.isEmpty() ? 0 : lines.getLast().number()).length();
        for (var line : lines) {
            var text = new StringBuilder();
            text.append(terminal.outStyle().yellow(id(line)));
            pad(text.append("  "), path(line, moved), paths, moved ? 2 : 0);
            pad(text, author(line), names, 2);
            text.append(line.commit()
                    .map(commit -> Quantities.time(commit.authoredAt()))
                    .orElse(" ".repeat("2026-01-31T12:00:00Z".length())));
            text.append("  %%%dd) ".formatted(digits).formatted(line.number()));
            terminal.print(text.toString());
            terminal.printLine(line.text());
        }
    }

    private static void pad(StringBuilder text, String cell, int width, int between) {
        text.append(cell).repeat(' ', width - DisplayWidth.of(cell) + between);
    }

    private static String id(BlamedLine line) {
        return line.commit().map(commit -> commit.id().abbreviated(SHORT_ID)).orElse("0".repeat(SHORT_ID));
    }

    private static String author(BlamedLine line) {
        return line.commit().map(commit -> Printable.text(commit.authorName())).orElse("Not committed");
    }

    private static String path(BlamedLine line, boolean isShown) {
        return isShown ? line.path().toString() : "";
    }

    private void list(List<BlamedLine> lines) {
        var listing = new Listing(
                Column.number("line"),
                Column.shortId("commit"),
                Column.text("path"),
                Column.number("original_line"),
                Column.text("author_name"),
                Column.text("author_email"),
                Column.text("authored_at"),
                Column.text("subject"),
                Column.text("text"));
        for (var line : lines) {
            Optional<Commit> commit = line.commit();
            listing.row(
                    line.number(),
                    commit.map(found -> found.id().hex()),
                    line.path().spelled(),
                    line.original(),
                    commit.map(found -> found.authorName()),
                    commit.map(found -> found.authorEmail()),
                    commit.map(found -> found.authoredAt()),
                    commit.map(Commit::subject),
                    new String(line.text(), StandardCharsets.UTF_8));
        }
        terminal.list(listing);
    }
}
