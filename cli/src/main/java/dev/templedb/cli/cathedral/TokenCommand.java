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
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.ServerTeam;
import java.util.List;
import java.util.UUID;

/// `templedb cathedral token create|list|rotate|revoke`
public final class TokenCommand {
    private static final long YEAR = 365;
    private static final long MOST_DAYS = 3650;

    private TokenCommand() {}

    private static void exits(Usage usage) {
        usage.exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such token, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in, or may not")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
    }

    /// What is no id is the id of no token; a server is not asked for it.
    private static String requireId(String id) {
        try {
            return UUID.fromString(id).toString();
        } catch (IllegalArgumentException noId) {
            throw new TempleException(
                    ErrorCode.TOKEN_NOT_FOUND, "There is no token %s.".formatted(Printable.text(id)), noId);
        }
    }

    private static int say(Terminal terminal, ServerTeam.Token token) {
        if (terminal.format() == Format.TABLE) {
            terminal.print(token.secret().orElse("") + "\n");
            terminal.note("This is the only time that the token is shown; its id is %s.".formatted(token.id()));
            return ExitCode.OK;
        }
        terminal.say(token, "");
        return ExitCode.OK;
    }

    /// `templedb cathedral token create NAME`
    public static final class Create implements Command {
        private final Value<String> name;
        private final Value<String[]> scopes;
        private final Value<String[]> projects;
        private final Value<Long> days;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Create(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Makes a token for a program and prints it, this once.")
                    .example(
                            "templedb cathedral token create ci --scope read:projects --project ada/my-project --days 90");
            exits(usage);
            name = usage.parameter("NAME", "What it is for.");
            scopes = usage.options("--scope", "SCOPE", "What it may do, such as read:projects; may be repeated.");
            projects =
                    usage.options("--project", "OWNER/PROJECT", "The only projects that it reaches; may be repeated.");
            days = usage.number("--days", "N", "How long it is good.", YEAR);
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return say(
                    terminal,
                    door.withTeam(
                            team -> team.createToken(name.get(), List.of(scopes.get()), List.of(projects.get()), (int)
                                    Math.min(days.get(), MOST_DAYS + 1))));
        }
    }

    /// `templedb cathedral token list`
    public static final class ListAll implements Command {
        private final RemoteDoor door;
        private final Terminal terminal;

        public ListAll(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Lists your tokens, without what they are.").example("templedb cathedral token list");
            exits(usage);
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("id"),
                    Column.text("name"),
                    Column.text("prefix"),
                    Column.text("scopes"),
                    Column.text("projects"),
                    Column.text("expires_at"),
                    Column.text("last_used_at"));
            door.withTeam(team -> team.tokens())
                    .forEach(token -> listing.row(
                            token.id(),
                            token.name(),
                            token.prefix(),
                            token.scopes(),
                            token.projects(),
                            token.expiresAt().orElse(null),
                            token.lastUsedAt().orElse(null)));
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral token rotate ID`
    public static final class Rotate implements Command {
        private final Value<String> id;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Rotate(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Gives a token another secret and prints it, this once. The old one is worthless at once.")
                    .example("templedb cathedral token rotate 01935f2a-0000-7000-8000-000000000000");
            exits(usage);
            id = usage.parameter("ID", "The id of `templedb cathedral token list`.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return say(terminal, door.withTeam(team -> team.rotateToken(requireId(id.get()))));
        }
    }

    /// `templedb cathedral token revoke ID`
    public static final class Revoke implements Command {
        private final Value<String> id;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Revoke(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.example("templedb cathedral token revoke 01935f2a-0000-7000-8000-000000000000");
            exits(usage);
            id = usage.parameter("ID", "The id of `templedb cathedral token list`.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var known = requireId(id.get());
            door.withTeam(team -> {
                team.revokeToken(known);
                return id;
            });
            terminal.say(new Details().with("id", id.get()), "The token is worthless now.");
            return ExitCode.OK;
        }
    }
}
