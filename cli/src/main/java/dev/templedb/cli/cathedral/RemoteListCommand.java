package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.RemoteProject;
import dev.templedb.temple.remotes.RemoteQuery;
import dev.templedb.temple.remotes.ServerTeam;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral list` and `templedb cathedral search WORDS`
public final class RemoteListCommand implements Command {
    private static final long MOST = 50;
    private static final Set<String> NAMES = Set.of("users", "organizations", "tags");

    private final Optional<Value<String[]>> words;
    private final Optional<Value<@Nullable String>> type;
    private final Value<@Nullable String> owner;
    private final Value<String[]> tags;
    private final Value<@Nullable String> visibility;
    private final Value<@Nullable String> sort;
    private final Value<Long> most;
    private final RemoteDoor door;
    private final Terminal terminal;

    private RemoteListCommand(Usage usage, boolean searches, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such remote or no temple")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached");
        words = searches
                ? Optional.of(
                        usage.remainingParameters("WORDS", "All must be found; several words, or one quoted text."))
                : Optional.empty();
        type = searches
                ? Optional.of(usage.option(
                        "--type", "TYPE", "On a server: projects, users, organizations or tags; projects without it."))
                : Optional.empty();
        owner = usage.option("--owner", "OWNER", "Only projects of this user or organization.");
        tags = usage.options("--tag", "TAG", "Only projects with this tag; may be repeated.");
        visibility = usage.option("--visibility", "VISIBILITY", "Only public, internal or private ones.");
        sort = usage.option("--sort", "ORDER", "On a server: relevance, stars, downloads or updated.");
        most = usage.number("--limit", "N", "At most so many.", MOST);
        door = new RemoteDoor(usage, access, temples);
        this.terminal = terminal;
    }

    /// `templedb cathedral list`
    public static RemoteListCommand list(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("Lists the projects of a remote that you may see.")
                .example("templedb cathedral list")
                .example("templedb cathedral list --owner ada --remote team");
        return new RemoteListCommand(usage, false, access, temples, terminal);
    }

    /// `templedb cathedral search WORDS`
    public static RemoteListCommand search(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says(
                        "Finds projects of a remote by their names, descriptions and tags; on a server also users, organizations and tags by"
                                + " parts of their names.")
                .example("templedb cathedral search \"react authentication\"")
                .example("templedb cathedral search shop --tag react")
                .example("templedb cathedral search ada --type users");
        return new RemoteListCommand(usage, true, access, temples, terminal);
    }

    @Override
    public int run() {
        var wanted = type.map(Value::get).orElse(null);
        if (wanted != null && !wanted.equals("projects")) {
            return names(wanted);
        }
        var query = new RemoteQuery(
                words.map(given -> String.join(" ", given.get())).orElse(""),
                Optional.ofNullable(owner.get()),
                List.of(tags.get()),
                Optional.ofNullable(visibility.get()),
                Optional.ofNullable(sort.get()),
                (int) Math.min(most.get(), Integer.MAX_VALUE));
        terminal.list(listing(door.with((remote, _) -> remote.list(query))));
        return ExitCode.OK;
    }

    private int names(String kind) {
        if (!NAMES.contains(kind)) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is no type: it is projects, users, organizations or tags.".formatted(Printable.text(kind)));
        }
        if (owner.get() != null || tags.get().length > 0 || visibility.get() != null || sort.get() != null) {
            throw new TempleException(ErrorCode.USAGE, "--owner, --tag, --visibility and --sort are for projects.");
        }
        var text = words.map(given -> String.join(" ", given.get())).orElse("");
        int limit = (int) Math.min(most.get(), Integer.MAX_VALUE);
        terminal.list(found(kind, door.withTeam(team -> team.search(kind, text, limit))));
        return ExitCode.OK;
    }

    /// Only of tags it is known how many projects have them.
    private static Listing found(String kind, List<ServerTeam.Found> all) {
        var name = Column.text("name");
        var called = Column.text("called");
        var description = Column.text("description");
        boolean isTags = kind.equals("tags");
        var listing = isTags
                ? new Listing(name, called, description, Column.number("projects"))
                : new Listing(name, called, description);
        for (var one : all) {
            var title = one.called().orElse(null);
            var about = one.description().orElse(null);
            if (isTags) {
                listing.row(one.name(), title, about, one.projects().orElse(null));
            } else {
                listing.row(one.name(), title, about);
            }
        }
        return listing;
    }

    /// A card of each project.
    static Listing listing(List<RemoteProject> found) {
        var listing = new Listing(
                Column.text("project"),
                Column.text("description"),
                Column.text("visibility"),
                Column.text("tags"),
                Column.text("latest"),
                Column.number("stars"),
                Column.number("forks"),
                Column.number("watchers"),
                Column.text("updated_at"));
        found.forEach(project -> listing.row(
                project.ref().toString(),
                project.description().orElse(null),
                project.visibility(),
                project.tags(),
                project.latest().map(Object::toString).orElse(null),
                project.stars().orElse(null),
                project.forks().orElse(null),
                project.watchers().orElse(null),
                project.updatedAt().orElse(null)));
        return listing;
    }
}
