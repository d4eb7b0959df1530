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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb vcs merge [REF]`
public final class VcsMergeCommand implements Command {
    private final Value<@Nullable String> ref;
    private final Value<Boolean> abort;
    private final Value<Boolean> noFastForward;
    private final Value<Boolean> allowUnrelated;
    private final Value<String[]> messages;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;
    private final Identity identity;

    public VcsMergeCommand(Usage usage, Temples temples, Terminal terminal, Identity identity) {
        usage.says(
                        "Joins what was done on another branch into the branch of the directory: file by file, renames followed, and line"
                                + " by line where both changed a file. What both changed in one place, or one side deleted, is a conflict:"
                                + " it is marked in the file, and `templedb vcs status` lists it until `templedb vcs add` says that it is"
                                + " decided. Then `templedb vcs commit` finishes the merge.")
                .example("templedb vcs merge feature")
                .example("templedb vcs merge --abort")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such branch, or this is no checked-out directory")
                .exits(ExitCode.CONFLICT, "there are conflicts, or changes would be lost")
                .exits(ExitCode.UNAVAILABLE, "another command is at work in the directory");
        ref = usage.optionalParameter("REF", "The branch, tag or commit to merge.");
        abort = usage.flag(
                "--abort", "Give an unfinished merge or revert up; what was edited since is kept for 30 days.");
        noFastForward = usage.flag("--no-ff", "Make a merge commit even where the branch could simply move.");
        allowUnrelated = usage.flag("--allow-unrelated", "Merge histories that have no commit in common.");
        messages = usage.options("-m", "TEXT", "What the merge commit says; a further one is a paragraph.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
        this.identity = identity;
    }

    @Override
    public int run() {
        if (abort.get() == (ref.get() != null)) {
            throw new TempleException(ErrorCode.USAGE, "Give the branch to merge, or --abort.");
        }
        if (abort.get()) {
            var done = temples.inExisting(temple -> new WorkTree(temple, place.checkout(temple)).abort());
            var kept = done.saved() == 0
                    ? ""
                    : " `templedb vcs restore --undo` brings back what was edited in %s."
                            .formatted(Quantities.count(done.saved(), "file"));
            terminal.say(
                    new Details().with("files", done.files()).with("kept", done.saved()),
                    "Gave it up; %s restored.%s".formatted(Quantities.count(done.files(), "file"), kept));
            return ExitCode.OK;
        }
        var message = new Messages(terminal, identity).given(messages.get(), null);
        var outcome = temples.inExisting(temple -> new WorkTree(temple, place.checkout(temple))
                .merge(
                        Objects.requireNonNull(ref.get()),
                        message,
                        identity.now(null),
                        !noFastForward.get(),
                        allowUnrelated.get()));
        return new OutcomePrinter(terminal).print("Merged", outcome);
    }
}
