package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.NamedRemote;
import java.util.Optional;

/// `templedb cathedral logout`
public final class LogoutCommand implements Command {
    private final RemoteDoor door;
    private final RemoteAccess access;
    private final Temples temples;
    private final Terminal terminal;

    public LogoutCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("Makes the token for a server worthless and forgets it. The server stays a remote.")
                .example("templedb cathedral logout")
                .example("templedb cathedral logout --server https://cathedral.example.org")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such remote or no temple");
        door = new RemoteDoor(usage, access, temples);
        this.access = access;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        NamedRemote server = temples.inExisting(door::server);
        var entry = access.credentials().find(server.address());
        entry.ifPresent(known -> {
            try {
                logOut(server.address(), known.token());
            } catch (TempleException unreachable) {
                terminal.note("The server could not be told: %s".formatted(unreachable.getMessage()));
            }
            access.credentials().remove(server.address());
        });
        terminal.say(
                new Details().with("server", server.address()).with("signed_out", entry.isPresent()),
                entry.isPresent()
                        ? "Signed out of %s.".formatted(server.address())
                        : "You were not signed in to %s.".formatted(server.address()));
        return ExitCode.OK;
    }

    private void logOut(String server, String token) {
        try (var login = access.login(server, Optional.of(token))) {
            login.logOut();
        }
    }
}
