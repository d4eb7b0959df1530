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
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.worktree.Branches;
import dev.templedb.temple.worktree.Tags;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb vcs tag list` and `templedb vcs tag NAME [REF]`
public final class VcsTagCommand implements Command {
    private static final String LIST = "list";

    private final Value<@Nullable String> name;
    private final Value<@Nullable String> ref;
    private final Value<String[]> messages;
    private final Value<Boolean> delete;
    private final Value<Boolean> force;
    private final WorkPlace place;
    private final Temples temples;
    private final Terminal terminal;
    private final Identity identity;

    public VcsTagCommand(Usage usage, Temples temples, Terminal terminal, Identity identity) {
        usage.says("Gives a commit a name that stays. With -m it is an annotated tag, which says who made it and why."
                        + " `templedb vcs tag list` shows the tags there are, so no tag can be called `list`.")
                .example("templedb vcs tag list")
                .example("templedb vcs tag v1.0")
                .example("templedb vcs tag v1.0 main~2 -m 'First release'")
                .example("templedb vcs tag v1.0 --delete")
                .exits(ExitCode.USAGE, "the name is not allowed")
                .exits(ExitCode.NOT_FOUND, "there is no such tag, ref or project")
                .exits(ExitCode.CONFLICT, "there is such a tag, or it leads to commits that are nowhere else");
        name = usage.optionalParameter("NAME", "The tag; `list`, or nothing, shows all tags and makes none.");
        ref = usage.optionalParameter("REF", "What it names; HEAD without it.");
        messages = usage.options("-m", "TEXT", "Make an annotated tag that says this; a further one is a paragraph.");
        delete = usage.flag("--delete", "Delete the tag.");
        force = usage.flag("--force", "Delete it even when it leads to commits that are nowhere else.");
        place = new WorkPlace(usage);
        this.temples = temples;
        this.terminal = terminal;
        this.identity = identity;
    }

    @Override
    public int run() {
        var named = Objects.requireNonNullElse(name.get(), LIST);
        if (name.get() == null && delete.get()) {
            throw new TempleException(ErrorCode.USAGE, "NAME is missing: the tag to delete.");
        }
        if (named.equals(LIST) && !delete.get()) {
            requireAlone();
            terminal.list(temples.inExisting(
                    temple -> listing(new Tags(temple, place.at(temple).project()))));
            return ExitCode.OK;
        }
        return makeOrDelete(named);
    }

    /// `list` with more behind it is meant to make a tag.
    private void requireAlone() {
        if (name.get() == null && (messages.get().length > 0 || force.get())) {
            throw new TempleException(ErrorCode.USAGE, "NAME is missing: the tag to make.");
        }
        if (ref.get() != null || messages.get().length > 0 || force.get()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "A tag cannot be called \"list\": `templedb vcs tag list` shows the tags there are.");
        }
    }

    private static Listing listing(Tags tags) {
        var listing = new Listing(
                Column.text("name"),
                Column.shortId("target"),
                Column.text("kind"),
                Column.text("subject"),
                Column.text("date"));
        for (var tag : tags.list()) {
            listing.row(
                    Printable.text(tag.name()),
                    tag.target().hex(),
                    tag.annotated() ? "annotated" : "lightweight",
                    Printable.text(tag.subject()),
                    tag.at().orElse(null));
        }
        return listing;
    }

    private int makeOrDelete(String named) {
        var message = new Messages(terminal, identity).given(messages.get(), null);
        var commit = temples.inExisting(temple -> {
            var at = place.at(temple);
            var tags = new Branches(temple, at.project());
            return delete.get()
                    ? tags.deleteTag(named, force.get())
                    : tags.tag(
                            named,
                            at.ref(ref.get()),
                            message,
                            identity.now(null).author());
        });
        terminal.say(
                new Details().with("name", named).with("commit", commit),
                (delete.get() ? "Deleted the tag %s, which named %s." : "Tagged %s: it names %s.")
                        .formatted(Printable.text(named), commit.abbreviated(10)));
        return ExitCode.OK;
    }
}
