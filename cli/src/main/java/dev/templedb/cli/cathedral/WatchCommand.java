package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;

/// `templedb cathedral watch|unwatch OWNER/PROJECT`, `templedb cathedral watching` and `templedb cathedral news`
public final class WatchCommand implements Command {
    private final boolean watches;
    private final Value<String> project;
    private final RemoteDoor door;
    private final Terminal terminal;

    private WatchCommand(Usage usage, boolean watches, RemoteAccess access, Temples temples, Terminal terminal) {
        exits(usage);
        project = usage.parameter("OWNER/PROJECT", "A project of the server.");
        door = new RemoteDoor(usage, access, temples);
        this.watches = watches;
        this.terminal = terminal;
    }

    private static void exits(Usage usage) {
        usage.exits(ExitCode.USAGE, "the remote is a folder, where nobody watches")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
    }

    /// `templedb cathedral watch OWNER/PROJECT`
    public static WatchCommand watch(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("What happens in a project that you watch is in `templedb cathedral news`.")
                .example("templedb cathedral watch ada/my-project");
        return new WatchCommand(usage, true, access, temples, terminal);
    }

    /// `templedb cathedral unwatch OWNER/PROJECT`
    public static WatchCommand unwatch(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.example("templedb cathedral unwatch ada/my-project");
        return new WatchCommand(usage, false, access, temples, terminal);
    }

    @Override
    public int run() {
        var ref = RemoteDoor.ref(project.get());
        boolean isNew = door.withTeam(team -> team.watch(ref, watches));
        var said = watches
                ? isNew ? "You watch %s." : "You watch %s already."
                : isNew ? "You no longer watch %s." : "You did not watch %s.";
        terminal.say(
                new Details()
                        .with("project", ref.toString())
                        .with("watched", watches)
                        .with("changed", isNew),
                said.formatted(ref));
        return ExitCode.OK;
    }

    /// `templedb cathedral watching`
    public static final class Watching implements Command {
        private static final long MOST = 50;

        private final Value<Long> most;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Watching(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Lists the projects that you watch, those last that you have watched longest.")
                    .example("templedb cathedral watching");
            exits(usage);
            most = usage.number("--limit", "N", "At most so many.", MOST);
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            int limit = (int) Math.min(most.get(), Integer.MAX_VALUE);
            terminal.list(RemoteListCommand.listing(door.withTeam(team -> team.watchedBy(team.me(), limit))));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral news`
    public static final class News implements Command {
        private static final long MOST = 30;

        private final Value<Long> most;
        private final RemoteDoor door;
        private final Terminal terminal;

        public News(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Shows what has happened in the projects that you watch, the newest first.")
                    .example("templedb cathedral news --limit 10");
            exits(usage);
            most = usage.number("--limit", "N", "At most so many.", MOST);
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("at"),
                    Column.text("project"),
                    Column.text("who"),
                    Column.text("what"),
                    Column.text("version"));
            door.withTeam(team -> team.news((int) Math.min(most.get(), Integer.MAX_VALUE)))
                    .forEach(one -> listing.row(
                            one.at(),
                            Printable.text(one.project()),
                            one.actor().map(Printable::text).orElse(null),
                            one.action(),
                            one.version().orElse(null)));
            terminal.list(listing);
            return ExitCode.OK;
        }
    }
}
