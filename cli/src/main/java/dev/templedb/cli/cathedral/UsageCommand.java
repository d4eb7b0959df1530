package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.remotes.ServerTeam;
import java.math.BigInteger;

/// `templedb cathedral usage` and `templedb cathedral org usage`
public final class UsageCommand {
    private UsageCommand() {}

    private static void exits(Usage usage) {
        usage.exits(ExitCode.USAGE, "the remote is a folder, which counts nothing")
                .exits(ExitCode.NOT_FOUND, "there is no such organization, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in, or are no member")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
    }

    private static Listing listing(ServerTeam.Usage usage) {
        var listing = new Listing(
                Column.text("what"),
                Column.bytes("used"),
                Column.bytes("limit"),
                Column.bytes("left"),
                Column.text("plan"));
        usage.measures()
                .forEach(one -> listing.row(
                        one.what(),
                        figure(one.what(), one.used()),
                        one.limit().map(limit -> figure(one.what(), limit)).orElse(null),
                        one.left().map(left -> figure(one.what(), left)).orElse(null),
                        usage.plan()));
        return listing;
    }

    /// Only bytes are shown as a size: what a table is not given as a `Long` it shows as the number that it is.
    private static Number figure(String what, long value) {
        return what.endsWith("_bytes") ? (Number) value : BigInteger.valueOf(value);
    }

    /// `templedb cathedral usage`
    public static final class Own implements Command {
        private final RemoteDoor door;
        private final Terminal terminal;

        public Own(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Shows what your projects take up on the server, and what your plan has room for.")
                    .example("templedb cathedral usage");
            exits(usage);
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            terminal.list(listing(door.withTeam(team -> team.usageOf(team.me()))));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org usage ORG`
    public static final class OfOrganization implements Command {
        private final Value<String> slug;
        private final RemoteDoor door;
        private final Terminal terminal;

        public OfOrganization(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Shows what the projects of an organization take up, and what its plan has room for.")
                    .example("templedb cathedral org usage mycompany");
            exits(usage);
            slug = usage.parameter("ORG", "The organization.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            terminal.list(listing(door.withTeam(team -> team.usageOfOrganization(slug.get()))));
            return ExitCode.OK;
        }
    }
}
