package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.Identity;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.exchange.JoinSide;
import dev.templedb.temple.remotes.SyncConflict;
import dev.templedb.temple.remotes.SyncConflicts;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral conflicts SLUG`
public final class ConflictsCommand implements Command {
    private final Value<String> slug;
    private final Value<String[]> resolve;
    private final Value<Boolean> resolveAll;
    private final Value<@Nullable JoinSide> take;
    private final Value<Boolean> all;
    private final Identity identity;
    private final Temples temples;
    private final Terminal terminal;

    public ConflictsCommand(Usage usage, Identity identity, Temples temples, Terminal terminal) {
        usage.says(
                        "Lists what the project and the one that it follows have both changed. Until it is decided, ours is in force.")
                .says(
                        "A file of a branch is decided like everything else; when all files of the branch are, the branch is merged. It"
                                + " can also be merged by hand: theirs is the branch remotes/REMOTE/BRANCH, for `templedb vcs merge`.")
                .example("templedb cathedral conflicts my-project")
                .example("templedb cathedral conflicts my-project --resolve \"branch main: src/app.ts\" --take theirs")
                .example("templedb cathedral conflicts my-project --resolve-all --take ours")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, conflict or temple")
                .exits(ExitCode.CONFLICT, "conflicts wait for a decision");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        resolve = usage.options("--resolve", "ITEM", "Decide this one; may be repeated.");
        resolveAll = usage.flag("--resolve-all", "Decide all of them.");
        take = usage.option("--take", "SIDE", "Whose it shall be: ours or theirs.", ConflictsCommand::side);
        all = usage.flag("--all", "List those too that are decided, with the values of both sides.");
        this.identity = identity;
        this.temples = temples;
        this.terminal = terminal;
    }

    private static JoinSide side(String word) {
        return JoinSide.of(word)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.USAGE, "\"%s\" is no side; use ours or theirs.".formatted(Printable.text(word))));
    }

    @Override
    public int run() {
        boolean decides = resolve.get().length > 0 || resolveAll.get();
        if (decides != (take.get() != null)) {
            throw new TempleException(ErrorCode.USAGE, "--take goes with --resolve ITEM or --resolve-all.");
        }
        return temples.inExisting(temple -> {
            var conflicts = new SyncConflicts(temple);
            if (decides) {
                return decide(conflicts);
            }
            var found = conflicts.list(slug.get(), all.get());
            list(found);
            return found.stream().allMatch(conflict -> conflict.resolvedAt().isPresent())
                    ? ExitCode.OK
                    : ExitCode.CONFLICT;
        });
    }

    private int decide(SyncConflicts conflicts) {
        var decisions = new HashMap<String, JoinSide>();
        var side = Objects.requireNonNull(take.get());
        for (var item : resolve.get()) {
            decisions.put(item, side);
        }
        if (resolveAll.get()) {
            conflicts
                    .list(slug.get(), false)
                    .forEach(conflict -> decisions.put(conflict.what().item(), side));
        }
        var left = conflicts.resolve(slug.get(), decisions, identity.now(null));
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("resolved", List.copyOf(decisions.keySet()))
                        .with(
                                "left",
                                left.stream().map(one -> one.what().item()).toList()),
                left.isEmpty()
                        ? "Nothing is in conflict any more; `templedb cathedral sync %s --push` sends it."
                                .formatted(slug.get())
                        : "Decided; %d still in conflict.".formatted(left.size()));
        return left.isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    private void list(List<SyncConflict> found) {
        if (found.isEmpty() && terminal.format() == Format.TABLE) {
            terminal.print("Nothing is in conflict.\n");
            return;
        }
        var listing = new Listing(
                Column.text("item"),
                Column.text("remote"),
                Column.text("base"),
                Column.text("ours"),
                Column.text("theirs"),
                Column.text("resolution"),
                Column.hidden("found_at"),
                Column.hidden("resolved_at"));
        for (var conflict : found) {
            var what = conflict.what();
            listing.row(
                    what.item(),
                    conflict.remote(),
                    ConflictText.value(what, what.base()),
                    ConflictText.value(what, what.ours()),
                    ConflictText.value(what, what.theirs()),
                    conflict.resolution().orElse(null),
                    conflict.foundAt(),
                    conflict.resolvedAt().orElse(null));
        }
        terminal.list(listing);
    }
}
