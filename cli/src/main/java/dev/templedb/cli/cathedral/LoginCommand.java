package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.Credentials;
import dev.templedb.temple.remotes.Remotes;
import dev.templedb.temple.remotes.ServerLogin;
import dev.templedb.temple.remotes.ServerLogin.SignedIn;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral login URL`
public final class LoginCommand implements Command {
    private static final int MOST_BYTES = 4096;
    private static final String USUAL_NAME = "cathedral";

    private final Value<String> url;
    private final Value<Boolean> register;
    private final Value<@Nullable String> username;
    private final Value<@Nullable String> email;
    private final Value<Boolean> passwordStdin;
    private final Value<Boolean> tokenStdin;
    private final Value<Boolean> device;
    private final Value<@Nullable String> oneTimeCode;
    private final Value<@Nullable String> name;
    private final RemoteAccess access;
    private final Temples temples;
    private final Terminal terminal;

    public LoginCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says(
                        "Signs in to a server and keeps a token for it in the file credentials.json of your configuration, which nobody"
                                + " else may read. The server becomes a remote of the temple.")
                .says(
                        "Without an option you are let in from a browser, on any machine: the program shows a code and waits. Passwords"
                                + " and tokens come from standard input or a prompt, never from the command line, and go over https or to"
                                + " this machine only.")
                .example("templedb cathedral login https://cathedral.example.org")
                .example(
                        "templedb cathedral login http://127.0.0.1:8420 --register --username ada --password-stdin <password.txt")
                .example(
                        "templedb cathedral login https://cathedral.example.org --username ada --password-stdin <password.txt")
                .example("templedb cathedral login https://cathedral.example.org --token-stdin <token.txt")
                .exits(ExitCode.USAGE, "the address or the name is not allowed")
                .exits(ExitCode.CONFLICT, "the name of a new account is taken")
                .exits(ExitCode.REFUSED, "name and password do not fit, the token is worthless, or nobody may register")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached, or there were too many attempts");
        url = usage.parameter("URL", "The address of the server.");
        register = usage.flag("--register", "Make an account first.");
        username = usage.option("--username", "USER", "Your name on the server; the password is asked for.");
        email = usage.option(
                "--email",
                "ADDRESS",
                "With --register: your e-mail address, for invitations; asked for on a terminal. A server may insist on it.");
        passwordStdin = usage.flag("--password-stdin", "Read the password from standard input.");
        tokenStdin = usage.flag("--token-stdin", "Read a token from standard input, and keep that.");
        device = usage.flag("--device", "Be let in from a browser.");
        oneTimeCode = usage.option("--one-time-code", "CODE", "Of your authenticator, where two-factor login is on.");
        name = usage.option("--name", "NAME", "What to call the server here.");
        this.access = access;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var address = Remotes.server(url.get());
        RemoteAccess.requireConfidential(address);
        requireOneWay();
        var signedIn = signIn(address);
        var replaced = access.credentials().find(address);
        access.credentials()
                .put(
                        address,
                        new Credentials.Entry(
                                signedIn.username(), signedIn.token().orElseThrow()));
        replaced.map(Credentials.Entry::token)
                .filter(token -> !signedIn.token().equals(Optional.of(token)))
                .ifPresent(token -> giveUp(address, token));
        var remote = temples.inAny(
                temple -> new Remotes(temple).server(address, Objects.requireNonNullElse(name.get(), USUAL_NAME)));
        terminal.say(
                new Details()
                        .with("server", address)
                        .with("remote", remote.name())
                        .with("username", signedIn.username())
                        .with("scopes", signedIn.scopes()),
                "Signed in to %s as %s; it is the remote %s."
                        .formatted(address, Printable.text(signedIn.username()), remote.name()));
        return ExitCode.OK;
    }

    /// A token that nobody has any more should not be good for anything.
    private void giveUp(String address, String token) {
        try (var login = access.login(address, Optional.of(token))) {
            login.logOut();
        } catch (TempleException refused) {
            if (refused.code() != ErrorCode.LOGIN_REQUIRED) {
                terminal.note(
                        "The token that was in use here so far could not be revoked; `templedb cathedral token list` shows it: %s"
                                .formatted(refused.getMessage()));
            }
        }
    }

    private void requireOneWay() {
        if (Stream.of(passwordStdin.get() || username.get() != null, tokenStdin.get(), device.get())
                        .filter(way -> way)
                        .count()
                > 1) {
            throw new TempleException(ErrorCode.USAGE, "Use one of --username, --token-stdin and --device.");
        }
        if (passwordStdin.get() && username.get() == null) {
            throw new TempleException(ErrorCode.USAGE, "--password-stdin needs --username.");
        }
        if (register.get() && username.get() == null) {
            throw new TempleException(ErrorCode.USAGE, "--register needs --username.");
        }
        if (username.get() != null && !passwordStdin.get() && !terminal.canAskHidden()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "There is no terminal to ask for the password on; give it on standard input with --password-stdin.");
        }
        if (email.get() != null && !register.get()) {
            throw new TempleException(ErrorCode.USAGE, "--email belongs to --register.");
        }
    }

    private SignedIn signIn(String address) {
        var user = username.get();
        if (tokenStdin.get()) {
            var token = input("token");
            try (var login = access.login(address, Optional.of(token))) {
                var found = login.whoAmI();
                return new SignedIn(found.username(), Optional.of(token), found.scopes(), found.administrator());
            }
        }
        try (var login = access.login(address, Optional.empty())) {
            return signIn(login, user);
        }
    }

    private SignedIn signIn(ServerLogin login, @Nullable String user) {
        var called = "templedb " + temples.user();
        if (user == null) {
            return login.withDevice(called, this::show);
        }
        var password =
                passwordStdin.get() ? input("password") : ask("Password for %s:".formatted(Printable.text(user)));
        return register.get()
                ? login.register(user, address(), password, called)
                : withPassword(login, user, password, called);
    }

    /// The e-mail address of a new account; null for none.
    private @Nullable String address() {
        var given = email.get();
        if (given != null || passwordStdin.get() || !terminal.canAsk()) {
            return given;
        }
        var answer = terminal.ask("E-mail address (leave it empty for none):");
        return answer.isEmpty() ? null : answer;
    }

    private SignedIn withPassword(ServerLogin login, String user, String password, String called) {
        try {
            return login.withPassword(user, password, oneTimeCode.get(), called);
        } catch (TempleException refused) {
            if (refused.code() != ErrorCode.TWO_FACTOR_REQUIRED || !terminal.canAsk()) {
                throw refused;
            }
            return login.withPassword(user, password, ask("Code of your authenticator:"), called);
        }
    }

    private void show(ServerLogin.Device shown) {
        terminal.note("Open %s in a browser and enter the code %s. Waiting…"
                .formatted(Printable.text(shown.address()), Printable.text(shown.code())));
    }

    private String ask(String question) {
        return new String(terminal.askPassphrase(question), StandardCharsets.UTF_8);
    }

    private String input(String what) {
        var text = new String(terminal.readInput(MOST_BYTES), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Standard input holds no %s.".formatted(what));
        }
        return text;
    }
}
