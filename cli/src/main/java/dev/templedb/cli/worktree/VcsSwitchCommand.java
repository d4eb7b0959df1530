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
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.worktree.WorkTree;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb vcs switch [REF]`
public final class VcsSwitchCommand implements Command {
    private final Value<@Nullable String> ref;
    private final Value<@Nullable String> create;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;

    public VcsSwitchCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Changes that are not committed come along. Where one would be lost, nothing is done, and the files are named."
                                + " A switch that was killed is finished by the next command.")
                .says(
                        "To the branch that the directory is on, it brings the directory up to date when the branch has moved. To a tag"
                                + " or commit, the directory is on no branch.")
                .example("templedb vcs switch feature")
                .example("templedb vcs switch --create feature")
                .example("templedb vcs switch v1.0 --create fix-1.0")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such branch, or this is no checked-out directory")
                .exits(ExitCode.CONFLICT, "changes would be lost, a merge is under way, or the branch exists already")
                .exits(ExitCode.UNAVAILABLE, "another command is at work in the directory, or the disk is full");
        ref = usage.optionalParameter("REF", "A branch, tag or commit; with --create the commit here without it.");
        create = usage.option("-c, --create", "NAME", "Make a branch there first.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (ref.get() == null && create.get() == null) {
            throw new TempleException(ErrorCode.USAGE, "REF is missing: the branch to switch to.");
        }
        var switched = temples.inExisting(temple -> new WorkTree(temple, place.checkout(temple))
                .switchTo(Objects.requireNonNullElse(ref.get(), "HEAD"), Optional.ofNullable(create.get())));
        var checkout = switched.checkout();
        terminal.say(
                new Details()
                        .with("branch", checkout.branch())
                        .with("commit", checkout.base())
                        .with("written", switched.written()),
                "%s %s, %s written."
                        .formatted(
                                checkout.branch().isPresent() ? "On branch" : "On no branch, at commit",
                                Printable.text(checkout.where()),
                                Quantities.count(switched.written(), "file")));
        return ExitCode.OK;
    }
}
