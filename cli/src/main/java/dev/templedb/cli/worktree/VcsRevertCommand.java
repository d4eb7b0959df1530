package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.worktree.WorkTree;

/// `templedb vcs revert REF`
public final class VcsRevertCommand implements Command {
    private final Value<String> ref;
    private final Value<Long> mainline;
    private final Value<String[]> messages;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;
    private final Identity identity;

    public VcsRevertCommand(Usage usage, Temples temples, Terminal terminal, Identity identity) {
        usage.says(
                        "Makes a commit that undoes what another commit did. Where later changes are in the way there are conflicts, as"
                                + " with `templedb vcs merge`.")
                .example("templedb vcs revert HEAD")
                .example("templedb vcs revert 3f2a91c -m 'Take the greeting back'")
                .exits(ExitCode.USAGE, "the commit is a merge and no parent was named")
                .exits(ExitCode.NOT_FOUND, "there is no such commit, or this is no checked-out directory")
                .exits(ExitCode.CONFLICT, "there are conflicts, or changes would be lost")
                .exits(ExitCode.UNAVAILABLE, "another command is at work in the directory");
        ref = usage.parameter("REF", "The commit to undo.");
        mainline = usage.number("--mainline", "NUMBER", "The parent of a merge that stays, from 1.", 0);
        messages = usage.options("-m", "TEXT", "What the commit says; a further one is a paragraph.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
        this.identity = identity;
    }

    @Override
    public int run() {
        var message = new Messages(terminal, identity).given(messages.get(), null);
        var outcome = temples.inExisting(temple -> new WorkTree(temple, place.checkout(temple))
                .revert(ref.get(), (int) Math.min(mainline.get(), 1000), message, identity.now(null)));
        return new OutcomePrinter(terminal).print("Reverted", outcome);
    }
}
