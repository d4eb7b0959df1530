package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.LeakWarning;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.leaks.Leak;
import dev.templedb.temple.leaks.LeakScan;
import dev.templedb.temple.worktree.CommitRequest;
import dev.templedb.temple.worktree.MadeCommit;
import dev.templedb.temple.worktree.WorkTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb vcs commit [PATH...]`
public final class VcsCommitCommand implements Command {
    private final Value<String[]> paths;
    private final Value<String[]> messages;
    private final Value<@Nullable String> messageFile;
    private final Value<Boolean> all;
    private final Value<Boolean> amend;
    private final Value<Boolean> allowEmpty;
    private final Value<@Nullable String> author;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;
    private final Identity identity;

    public VcsCommitCommand(Usage usage, Temples temples, Terminal terminal, Identity identity) {
        usage.says(
                        "Makes a commit of what is staged, and moves the branch to it. With paths, their changes alone are committed,"
                                + " staged or not.")
                .says(
                        "The commit is a git object: exported, it has the same id. Author and committer are those of --author, of"
                                + " GIT_AUTHOR_NAME and its like, or of git's settings.")
                .example("templedb vcs commit -m 'Say hello'")
                .example("templedb vcs commit --all -m 'Fix the greeting'")
                .example("templedb vcs commit --amend")
                .exits(ExitCode.USAGE, "there is no message")
                .exits(ExitCode.NOT_FOUND, "this is no checked-out directory")
                .exits(
                        ExitCode.CONFLICT,
                        "nothing is staged, conflicts are left, the branch has moved, or the directory is on no branch")
                .exits(ExitCode.UNAVAILABLE, "another command is at work in the directory");
        messages = usage.options("-m", "TEXT", "What the commit does; a further one is a further paragraph.");
        messageFile = usage.option("-F", "FILE", "Take the message from a file, or from standard input with -.");
        all = usage.flag(
                "-a, --all", "Commit every change to files of the project, staged or not; new files must be added.");
        amend = usage.flag("--amend", "Put another commit in the place of the last one, which can be brought back.");
        allowEmpty = usage.flag("--allow-empty", "Make a commit even when nothing changes.");
        author = usage.option("--author", "NAME", "Who wrote the change, as in \"Ada <ada@example.org>\".");
        place = new WorkPlace(usage);
        paths = usage.remainingParameters("PATH", "Commit changes in these files and directories only.");
        this.temples = temples;
        this.terminal = terminal;
        this.identity = identity;
    }

    @Override
    public int run() {
        var text = new Messages(terminal, identity);
        var given = text.given(messages.get(), messageFile.get());
        var message = given.isPresent() || amend.get() ? given : text.edited("");
        var made = temples.inExisting(temple -> {
            var checkout = place.checkout(temple);
            var leaks = new LeakScan(temple);
            long before = leaks.mark(checkout.slug());
            var commit = new WorkTree(temple, checkout)
                    .commit(new CommitRequest(
                            message,
                            identity.now(author.get()),
                            Stream.of(paths.get())
                                    .map(path -> WorkPlace.path(checkout, path))
                                    .toList(),
                            all.get(),
                            amend.get(),
                            allowEmpty.get(),
                            author.get() != null));
            return new Made(commit, checkout.slug(), leaks.since(checkout.slug(), before));
        });
        say(made.commit());
        LeakWarning.say(terminal, made.project(), made.leaks());
        return ExitCode.OK;
    }

    /// A commit, and what looks like a secret in it.
    private record Made(MadeCommit commit, String project, List<Leak> leaks) {}

    private void say(MadeCommit made) {
        terminal.say(
                new Details()
                        .with("commit", made.commit())
                        .with("branch", Optional.of(made.branch()))
                        .with("subject", made.subject())
                        .with("files", made.files()),
                "[%s %s] %s (%s)"
                        .formatted(
                                Printable.text(made.branch()),
                                made.commit().abbreviated(10),
                                Printable.text(made.subject()),
                                Quantities.count(made.files(), "file")));
    }
}
