package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.temple.worktree.Branches;
import dev.templedb.temple.worktree.Checkout;
import org.jspecify.annotations.Nullable;

/// `templedb vcs branch list|create|delete|rename|restore`
public final class VcsBranchCommand {
    private VcsBranchCommand() {}

    /// `templedb vcs branch list`
    public static final class ListAll implements Command {
        private final Value<Boolean> deleted;
        private final WorkPlace place;
        private final Temples temples;
        private final Terminal terminal;

        public ListAll(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb vcs branch list")
                    .example("templedb vcs branch list --project web-app --deleted")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "there is no such project, or this is no checked-out directory");
            deleted = usage.flag("--deleted", "List what was deleted or amended and can be brought back.");
            place = new WorkPlace(usage);
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            terminal.list(temples.inExisting(temple -> {
                var at = place.at(temple);
                var branches = new Branches(temple, at.project());
                return deleted.get()
                        ? deleted(branches)
                        : present(
                                branches,
                                at.checkout().flatMap(Checkout::branch).orElse(""));
            }));
            return ExitCode.OK;
        }

        private static Listing present(Branches branches, String here) {
            var listing = new Listing(
                    Column.text("branch"), Column.shortId("commit"), Column.text("head"), Column.text("here"));
            for (var branch : branches.list()) {
                listing.row(
                        Printable.text(branch.name()),
                        branch.commit().hex(),
                        branch.isHead(),
                        here.equals("refs/heads/" + branch.name()));
            }
            return listing;
        }

        private static Listing deleted(Branches branches) {
            var listing = new Listing(Column.text("branch"), Column.shortId("commit"), Column.text("deleted_at"));
            branches.deleted()
                    .forEach(branch -> listing.row(
                            Printable.text(branch.name()), branch.commit().hex(), branch.deletedAt()));
            return listing;
        }
    }

    /// `templedb vcs branch create NAME [REF]`
    public static final class Create implements Command {
        private final Value<String> name;
        private final Value<@Nullable String> ref;
        private final WorkPlace place;
        private final Temples temples;
        private final Terminal terminal;

        public Create(Usage usage, Temples temples, Terminal terminal) {
            usage.says("The directory stays on its branch; `templedb vcs switch --create` makes one and goes there.")
                    .example("templedb vcs branch create feature")
                    .example("templedb vcs branch create fix-1.0 v1.0 --project web-app")
                    .exits(ExitCode.USAGE, "the name is not allowed")
                    .exits(ExitCode.NOT_FOUND, "there is no such project or ref")
                    .exits(ExitCode.CONFLICT, "there is such a branch, or the project has no history yet");
            name = usage.parameter("NAME", "The new branch.");
            ref = usage.optionalParameter("REF", "Where it begins; HEAD without it.");
            place = new WorkPlace(usage);
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var commit = temples.inExisting(temple -> {
                var at = place.at(temple);
                return new Branches(temple, at.project()).create(name.get(), at.ref(ref.get()));
            });
            say(terminal, "Made the branch %s at %s.", name.get(), commit);
            return ExitCode.OK;
        }
    }

    /// `templedb vcs branch delete NAME`
    public static final class Delete implements Command {
        private final Value<String> name;
        private final Value<Boolean> force;
        private final WorkPlace place;
        private final Temples temples;
        private final Terminal terminal;

        public Delete(Usage usage, Temples temples, Terminal terminal) {
            usage.says("For 30 days `templedb vcs branch restore` brings it back, with all its commits.")
                    .example("templedb vcs branch delete feature")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "there is no such branch")
                    .exits(ExitCode.CONFLICT, "it is in use, or has commits that are nowhere else");
            name = usage.parameter("NAME", "The branch.");
            force = usage.flag("--force", "Delete it even when it has commits that are nowhere else.");
            place = new WorkPlace(usage);
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var commit = temples.inExisting(
                    temple -> new Branches(temple, place.at(temple).project()).delete(name.get(), force.get()));
            say(terminal, "Deleted the branch %s, which was at %s.", name.get(), commit);
            return ExitCode.OK;
        }
    }

    /// `templedb vcs branch rename OLD NEW`
    public static final class Rename implements Command {
        private final Value<String> from;
        private final Value<String> to;
        private final WorkPlace place;
        private final Temples temples;
        private final Terminal terminal;

        public Rename(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb vcs branch rename feature login")
                    .exits(ExitCode.USAGE, "the name is not allowed")
                    .exits(ExitCode.NOT_FOUND, "there is no such branch")
                    .exits(ExitCode.CONFLICT, "the other name is taken");
            from = usage.parameter("OLD", "The branch.");
            to = usage.parameter("NEW", "What it will be called.");
            place = new WorkPlace(usage);
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var commit = temples.inExisting(
                    temple -> new Branches(temple, place.at(temple).project()).rename(from.get(), to.get()));
            say(terminal, "The branch is called %s now, at %s.", to.get(), commit);
            return ExitCode.OK;
        }
    }

    /// `templedb vcs branch restore NAME`
    public static final class Restore implements Command {
        private final Value<String> name;
        private final WorkPlace place;
        private final Temples temples;
        private final Terminal terminal;

        public Restore(Usage usage, Temples temples, Terminal terminal) {
            usage.says(
                            "Brings back a deleted branch, or as a branch what an amended commit was: `templedb vcs branch list --deleted`"
                                    + " names them.")
                    .example("templedb vcs branch restore feature")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "no such branch was deleted lately")
                    .exits(ExitCode.CONFLICT, "there is such a branch by now");
            name = usage.parameter("NAME", "The branch.");
            place = new WorkPlace(usage);
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var commit = temples.inExisting(
                    temple -> new Branches(temple, place.at(temple).project()).restore(name.get()));
            say(terminal, "The branch %s is back, at %s.", name.get(), commit);
            return ExitCode.OK;
        }
    }

    private static void say(Terminal terminal, String sentence, String name, GitId commit) {
        terminal.say(
                new Details().with("name", name).with("commit", commit),
                sentence.formatted(Printable.text(name), commit.abbreviated(10)));
    }
}
