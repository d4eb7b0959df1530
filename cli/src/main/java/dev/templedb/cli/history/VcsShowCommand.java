package dev.templedb.cli.history;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.DiffPrinter;
import dev.templedb.cli.worktree.WorkPlace;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.CommitDetails;
import dev.templedb.temple.history.FileChange;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.FileReader;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.query.CommitLine;
import dev.templedb.temple.query.FileLine;
import dev.templedb.temple.worktree.Comparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb vcs show SLUG [REF]`
public final class VcsShowCommand implements Command {
    private static final int CONTEXT = 3;

    private final Value<@Nullable String> slug;
    private final Value<@Nullable String> ref;
    private final Value<Boolean> stat;
    private final Value<Boolean> nameStatus;
    private final Temples temples;
    private final Terminal terminal;

    public VcsShowCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Shows a commit and its patch against its first parent. REF:PATH prints a file as that commit has it.")
                .example("templedb vcs show web-app")
                .example("templedb vcs show web-app v1.0~2 --stat")
                .example("templedb vcs show HEAD~3:README.md")
                .exits(ExitCode.USAGE, "the ref could be several things")
                .exits(ExitCode.NOT_FOUND, "there is no such project, ref or file")
                .exits(ExitCode.CONFLICT, "the project has no history yet");
        slug = usage.optionalParameter(
                "SLUG", "Slug of a local project; may be left out inside a checked-out directory of it.");
        ref = usage.optionalParameter(
                "REF", "A branch, tag or commit; HEAD without it. With :PATH behind it, that file.");
        stat = usage.flag("--stat", "Count lines instead of showing the patch.");
        nameStatus = usage.flag("--name-status", "Name the files and what happened to them instead.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return temples.inExisting(temple -> {
            var last = Objects.requireNonNullElse(ref.get(), Objects.requireNonNullElse(slug.get(), ""));
            int colon = last.indexOf(':');
            if (colon >= 0) {
                showFile(temple, last.substring(0, colon), last.substring(colon + 1));
            } else {
                show(temple);
            }
            return ExitCode.OK;
        });
    }

    private void show(Temple temple) {
        var asked = ProjectAndRef.of(temple, slug.get(), ref.get());
        long project = asked.project().id();
        var found = new HistoryReader(temple).show(project, asked.ref());
        if (terminal.format() != Format.TABLE) {
            terminal.show(details(found, CommitLine.of(found.commit())));
            return;
        }
        print(found, CommitLine.of(found.commit()));
        new Comparison(temple, asked.checkout())
                .commit(project, found.commit().id().hex(), (files, contents) -> {
                    var printer = new DiffPrinter(terminal, contents, CONTEXT);
                    if (!files.isEmpty()) {
                        terminal.print("\n");
                    }
                    printer.print(files, stat.get(), nameStatus.get());
                    return files.size();
                });
    }

    /// As git spells it, a path begins at the project's root, and at the current directory when it begins with
    /// `./`.
    private void showFile(Temple temple, String at, String path) {
        if (at.isEmpty() || path.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "REF:PATH needs both, as in HEAD:README.md.");
        }
        var asked = ref.get() == null
                ? ProjectAndRef.of(WorkPlace.at(temple, null), at)
                : ProjectAndRef.of(temple, slug.get(), at);
        long project = asked.project().id();
        var wanted = path.startsWith("./") || path.startsWith("../") ? asked.path(path) : FilePath.named(path);
        var reader = new FileReader(temple);
        if (terminal.format() != Format.TABLE) {
            terminal.say(FileLine.of(reader.find(project, asked.ref(), wanted)), "");
            return;
        }
        try {
            reader.show(project, asked.ref(), wanted, terminal.stream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void print(CommitDetails found, CommitLine commit) {
        var text = new StringBuilder();
        text.append(terminal.outStyle().yellow("commit " + commit.commit()));
        if (!found.refs().isEmpty()) {
            text.append(" (")
                    .append(Printable.text(String.join(", ", found.refs())))
                    .append(')');
        }
        if (commit.parents().size() > 1) {
            text.append("\nParents:   ").append(String.join(" ", commit.parents()));
        }
        text.append("\nAuthor:    %s <%s>\nDate:      %s\nCommitter: %s <%s>\nDate:      %s\n"
                .formatted(
                        Printable.text(commit.authorName()),
                        Printable.text(commit.authorEmail()),
                        Quantities.time(commit.authoredAt()),
                        Printable.text(commit.committerName()),
                        Printable.text(commit.committerEmail()),
                        Quantities.time(commit.committedAt())));
        text.append(commit.signed() ? "Signed:    yes, not verified\n" : "").append('\n');
        for (String line : commit.message().strip().split("\n", -1)) {
            text.append(line.isBlank() ? "" : "    " + Printable.text(line.stripTrailing()))
                    .append('\n');
        }
        terminal.print(text.toString());
    }

    private static Details details(CommitDetails found, CommitLine commit) {
        List<Details> changes = new ArrayList<>();
        for (FileChange change : found.changes()) {
            changes.add(new Details()
                    .with("path", change.path().spelled())
                    .with("status", change.status())
                    .with("old_mode", FileLine.mode(change.oldMode()))
                    .with("new_mode", FileLine.mode(change.newMode()))
                    .with("old_blob", change.oldBlob())
                    .with("new_blob", change.newBlob()));
        }
        return new Details()
                .with("commit", commit.commit())
                .with("refs", found.refs())
                .with("tree", commit.tree())
                .with("parents", commit.parents())
                .with("author_name", commit.authorName())
                .with("author_email", commit.authorEmail())
                .with("authored_at", commit.authoredAt())
                .with("author_zone", commit.authorZone())
                .with("committer_name", commit.committerName())
                .with("committer_email", commit.committerEmail())
                .with("committed_at", commit.committedAt())
                .with("committer_zone", commit.committerZone())
                .with("signed", commit.signed())
                .with("message", commit.message())
                .with("changes", changes);
    }
}
