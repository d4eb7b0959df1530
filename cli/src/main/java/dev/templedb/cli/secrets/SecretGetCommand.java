package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.secrets.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb secret get SLUG NAME`
public final class SecretGetCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<Boolean> show;
    private final Value<@Nullable Object> version;
    private final UserKeys.Option ageKeys;
    private final Temples temples;
    private final UserKeys keys;
    private final Terminal terminal;

    public SecretGetCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Prints the bytes of the value and nothing else into a pipe or a file. On a terminal it asks for --show, because"
                                + " screens are seen and kept. The audit log notes every reading.")
                .example("templedb secret get web-app DB_PASSWORD | pbcopy")
                .example("templedb secret get web-app DB_PASSWORD --show")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such secret, project or temple")
                .exits(ExitCode.REFUSED, "none of your keys opens it, or others can read your keys");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The secret.");
        show = usage.flag("--show", "Print it on a terminal too.");
        version = usage.option(
                "--version", "N", "An older value, from `secret list --history`.", SecretGetCommand::number);
        ageKeys = new UserKeys.Option(usage);
        this.temples = temples;
        this.keys = keys;
        this.terminal = terminal;
    }

    private static Object number(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException noNumber) {
            throw new TempleException(ErrorCode.USAGE, "--version takes a number.");
        }
    }

    @Override
    public int run() {
        if (terminal.isForPerson() && !show.get()) {
            throw new TempleException(
                    ErrorCode.USAGE, "Standard output is a terminal. Say --show to print the secret there.");
        }
        var wanted = Optional.ofNullable((Long) version.get());
        var value = temples.inExisting(
                temple -> new Secrets(temple).get(slug.get(), name.get(), wanted, keys.ring(ageKeys.get())));
        try {
            print(value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
        return ExitCode.OK;
    }

    private void print(byte[] value) {
        if (terminal.format() != Format.TABLE) {
            terminal.show(new Details().with("name", name.get()).with("value", GivenValue.text(value)));
            return;
        }
        try {
            terminal.stream().write(value);
            if (terminal.isForPerson()) {
                terminal.print("\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
