package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.ServerLogin;
import java.util.Optional;

/// `templedb cathedral whoami`
public final class WhoamiCommand implements Command {
    private final RemoteDoor door;
    private final RemoteAccess access;
    private final Temples temples;
    private final Terminal terminal;

    public WhoamiCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("Asks the server who you are to it.")
                .example("templedb cathedral whoami")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such remote or no temple")
                .exits(ExitCode.REFUSED, "you are not signed in, or the token is worthless")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
        door = new RemoteDoor(usage, access, temples);
        this.access = access;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var server = temples.inExisting(door::server);
        var entry = access.credentials()
                .find(server.address())
                .orElseThrow(() -> new TempleException(
                        ErrorCode.LOGIN_REQUIRED, "You are not signed in to %s.".formatted(server.address())));
        try (var login = access.login(server.address(), Optional.of(entry.token()))) {
            say(server.address(), login.whoAmI());
        }
        return ExitCode.OK;
    }

    private void say(String server, ServerLogin.SignedIn me) {
        terminal.say(
                new Details()
                        .with("server", server)
                        .with("username", me.username())
                        .with("scopes", me.scopes())
                        .with("administrator", me.administrator()),
                "%s on %s%s."
                        .formatted(
                                Printable.text(me.username()), server, me.administrator() ? ", an administrator" : ""));
    }
}
