package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.worktree.Untracked;
import dev.templedb.temple.worktree.WorkTree;
import org.jspecify.annotations.Nullable;

/// `templedb vcs status [SLUG|DIR]`
public final class VcsStatusCommand implements Command {
    private final Value<@Nullable String> place;
    private final Value<Boolean> isShort;
    private final Value<Boolean> allUntracked;
    private final Temples temples;
    private final Terminal terminal;
    private final Identity identity;

    public VcsStatusCommand(Usage usage, Temples temples, Terminal terminal, Identity identity) {
        usage.says(
                        "Shows what was changed in a checked-out directory since its commit: what is staged for the next commit, what"
                                + " is not, and what is new. Files that .gitignore names, or the core.excludesFile of your own git settings, are left out.")
                .example("templedb vcs status")
                .example("templedb vcs status web-app --short")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "this is no checked-out directory, or there is no such project")
                .exits(ExitCode.CONFLICT, "the directory was moved or copied");
        place = usage.optionalParameter(
                "SLUG", "The project, when it is checked out once, or a directory; the current directory without it.");
        isShort = usage.flag("--short", "One line a path, as `git status --short` prints them.");
        allUntracked = usage.flag("--all-files", "List each new file, not only the new directory that it is in.");
        this.temples = temples;
        this.terminal = terminal;
        this.identity = identity;
    }

    @Override
    public int run() {
        var status = temples.inExisting(temple -> new WorkTree(temple, WorkPlace.checkout(temple, place.get()))
                .ignoring(identity.ignores().stream().toList())
                .status(allUntracked.get() ? Untracked.FILES : Untracked.DIRECTORIES));
        var printer = new StatusPrinter(terminal);
        if (terminal.format() != Format.TABLE) {
            terminal.show(StatusPrinter.details(status));
        } else if (isShort.get()) {
            printer.printShort(status);
        } else {
            printer.print(status);
        }
        return ExitCode.OK;
    }
}
