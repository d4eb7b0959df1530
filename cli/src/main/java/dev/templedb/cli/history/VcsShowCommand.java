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
import dev.templedb.core.Printable;
import dev.templedb.temple.history.CommitDetails;
import dev.templedb.temple.history.FileChange;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.query.CommitLine;
import dev.templedb.temple.query.FileLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb vcs show SLUG [REF]`
public final class VcsShowCommand implements Command {
    private final Value<@Nullable String> slug;
    private final Value<@Nullable String> ref;
    private final Temples temples;
    private final Terminal terminal;

    public VcsShowCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Shows a commit and the files that it changed against its first parent.")
                .example("templedb vcs show web-app")
                .example("templedb vcs show web-app v1.0~2 --format json")
                .exits(ExitCode.USAGE, "the ref could be several things")
                .exits(ExitCode.NOT_FOUND, "there is no such project or ref")
                .exits(ExitCode.CONFLICT, "the project has no history yet");
        slug = usage.optionalParameter(
                "SLUG", "Slug of a local project; may be left out inside a checked-out directory of it.");
        ref = usage.optionalParameter("REF", "A branch, tag or commit; HEAD without it.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var found = temples.inExisting(temple -> {
            var asked = ProjectAndRef.of(temple, slug.get(), ref.get());
            return new HistoryReader(temple).show(asked.project().id(), asked.ref());
        });
        if (terminal.format() == Format.TABLE) {
            print(found, CommitLine.of(found.commit()));
        } else {
            terminal.show(details(found, CommitLine.of(found.commit())));
        }
        return ExitCode.OK;
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
        text.append(found.changes().isEmpty() ? "" : "\n");
        for (var change : found.changes()) {
            text.append(change.status().letter())
                    .append("  ")
                    .append(change.path())
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
