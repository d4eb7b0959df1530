package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.worktree.WorkTree;
import java.util.stream.Stream;

/// `templedb vcs restore PATH...`
public final class VcsRestoreCommand implements Command {
    private final Value<String[]> paths;
    private final Value<Boolean> staged;
    private final Value<Boolean> undo;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;

    public VcsRestoreCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Throws away changes that are not staged: files become what is staged, or what the commit has. What they were is"
                                + " kept for 30 days; --undo brings back the last that was thrown away. New files stay.")
                .example("templedb vcs restore src/Main.java")
                .example("templedb vcs restore --staged .")
                .example("templedb vcs restore --undo")
                .exits(ExitCode.USAGE, "")
                .exits(
                        ExitCode.NOT_FOUND,
                        "there is no such path, nothing to bring back, or this is no checked-out directory")
                .exits(ExitCode.CONFLICT, "a file to bring back was changed since")
                .exits(ExitCode.UNAVAILABLE, "another command is at work in the directory");
        paths = usage.remainingParameters("PATH", "Files and directories; . is all below the current directory.");
        staged = usage.flag("--staged", "Take changes out of the next commit; the files stay as they are.");
        undo = usage.flag("--undo", "Bring back what was thrown away last.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (paths.get().length == 0 != undo.get() || undo.get() && staged.get()) {
            throw new TempleException(ErrorCode.USAGE, "Give either paths or --undo.");
        }
        var done = temples.inExisting(temple -> {
            var checkout = place.checkout(temple);
            var work = new WorkTree(temple, checkout);
            var below = Stream.of(paths.get())
                    .map(path -> WorkPlace.path(checkout, path))
                    .toList();
            if (undo.get()) {
                return new WorkTree.Restored(work.bringBack(), 0);
            }
            return staged.get() ? new WorkTree.Restored(work.unstage(below), 0) : work.restore(below);
        });
        var what = Quantities.count(done.files(), "file");
        terminal.say(
                new Details().with("files", done.files()),
                undo.get()
                        ? "Brought back %s.".formatted(what)
                        : staged.get()
                                ? "Unstaged %s.".formatted(what)
                                : (done.saved() > 0 ? "Restored %s; --undo brings the changes back." : "Restored %s.")
                                        .formatted(what));
        return ExitCode.OK;
    }
}
