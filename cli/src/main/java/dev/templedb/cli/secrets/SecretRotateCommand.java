package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.secrets.Secrets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `templedb secret rotate SLUG` and `templedb secret rotate SLUG NAME --value`
public final class SecretRotateCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> name;
    private final Value<Boolean> value;
    private final UserKeys.Option ageKeys;
    private final Temples temples;
    private final UserKeys keys;
    private final Terminal terminal;

    public SecretRotateCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Without a NAME: encrypts every secret again, in all its versions, to the present recipients. With NAME and"
                                + " --value: gives one secret a new value, from standard input or a prompt.")
                .example("templedb secret rotate web-app")
                .example("openssl rand -base64 30 | templedb secret rotate web-app DB_PASSWORD --value")
                .keepsQuiet(SecretSetCommand.NOT_HERE)
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such secret, project or temple")
                .exits(ExitCode.REFUSED, "none of your keys opens a secret, or others can read your keys");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.optionalParameter("NAME", "The secret that gets a new value.");
        value = usage.flag("--value", "Read a new value for NAME.");
        ageKeys = new UserKeys.Option(usage);
        this.temples = temples;
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var secret = name.get();
        if ((secret != null) != value.get()) {
            throw new TempleException(ErrorCode.USAGE, "A NAME and --value belong together.");
        }
        return secret == null ? encryptAgain() : giveValue(secret);
    }

    private int encryptAgain() {
        var done = temples.inExisting(temple -> new Secrets(temple).rotate(slug.get(), keys.ring(ageKeys.get())));
        SecretOutcomes.say(terminal, slug.get(), done);
        return ExitCode.OK;
    }

    private int giveValue(String secret) {
        var given = GivenValue.hidden(terminal, "New value of the secret:", false);
        try {
            var set = temples.inExisting(
                    temple -> new Secrets(temple).set(slug.get(), secret, given, keys.ring(ageKeys.get()), true));
            SecretOutcomes.sayNewValue(terminal, slug.get(), set.secret());
        } finally {
            Arrays.fill(given, (byte) 0);
        }
        return ExitCode.OK;
    }
}
