package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.secrets.Secrets;
import java.util.Arrays;

/// `templedb secret set SLUG NAME`
public final class SecretSetCommand implements Command {
    static final String NOT_HERE =
            "A value never goes on the command line, where other programs and the shell's history see it. Leave it out, and type or"
                    + " pipe it.";

    private final Value<String> slug;
    private final Value<String> name;
    private final Value<Boolean> exact;
    private final UserKeys.Option ageKeys;
    private final Temples temples;
    private final UserKeys keys;
    private final Terminal terminal;

    public SecretSetCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says(
                        "The value comes from standard input, or from a prompt that does not show it. One line loses its line end;"
                                + " several lines, such as a key, stay as they are. It is encrypted to the recipients of the project; the first"
                                + " secret makes you one, with a key of your own if you have none.")
                .example("templedb secret set web-app DB_PASSWORD")
                .example("pass show web-app/db | templedb secret set web-app DB_PASSWORD")
                .example("templedb secret set web-app TLS_KEY <server.key")
                .keepsQuiet(NOT_HERE)
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.REFUSED, "none of your keys could open it, or others can read your keys");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The secret, such as DB_PASSWORD.");
        exact = usage.flag("--exact", "Keep the line end of a single line too.");
        ageKeys = new UserKeys.Option(usage);
        this.temples = temples;
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var value = GivenValue.hidden(terminal, "Value of the secret:", exact.get());
        try {
            var set = temples.inExisting(
                    temple -> new Secrets(temple).set(slug.get(), name.get(), value, keys.ring(ageKeys.get()), false));
            set.madeKey().ifPresent(keys::tellOf);
            SecretOutcomes.sayNewValue(terminal, slug.get(), set.secret());
        } finally {
            Arrays.fill(value, (byte) 0);
        }
        return ExitCode.OK;
    }
}
