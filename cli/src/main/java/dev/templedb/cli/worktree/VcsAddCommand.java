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

/// `templedb vcs add PATH...`
public final class VcsAddCommand implements Command {
    private final Value<String[]> paths;
    private final Value<Boolean> force;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;
    private final Identity identity;

    public VcsAddCommand(Usage usage, Temples temples, Terminal terminal, Identity identity) {
        usage.says(
                        "Stages new, changed and deleted files for the next commit, as they are now. A file in conflict counts as"
                                + " decided then.")
                .example("templedb vcs add .")
                .example("templedb vcs add src/Main.java docs")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such path, or this is no checked-out directory")
                .exits(ExitCode.CONFLICT, "a file changed while it was read")
                .exits(ExitCode.UNAVAILABLE, "another command is at work in the directory");
        paths = usage.remainingParameters("PATH", "Files and directories; . is all below the current directory.");
        force = usage.flag("--force", "Add files that .gitignore or core.excludesFile names, too.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
        this.identity = identity;
    }

    @Override
    public int run() {
        if (paths.get().length == 0) {
            throw new TempleException(ErrorCode.USAGE, "PATH is missing; . is all below the current directory.");
        }
        int staged = temples.inExisting(temple -> {
            var checkout = place.checkout(temple);
            return new WorkTree(temple, checkout)
                    .ignoring(identity.ignores().stream().toList())
                    .add(
                            Stream.of(paths.get())
                                    .map(path -> WorkPlace.path(checkout, path))
                                    .toList(),
                            force.get());
        });
        terminal.say(
                new Details().with("staged", staged),
                staged == 0 ? "There was nothing to stage." : "Staged %s.".formatted(Quantities.count(staged, "file")));
        return ExitCode.OK;
    }
}
