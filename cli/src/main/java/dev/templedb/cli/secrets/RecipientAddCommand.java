package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.secrets.Secrets;
import java.util.List;

/// `templedb secret recipients add SLUG KEY...`
public final class RecipientAddCommand implements Command {
    private final Value<String> slug;
    private final Value<String[]> recipients;
    private final UserKeys.Option ageKeys;
    private final Temples temples;
    private final UserKeys keys;
    private final Terminal terminal;

    public RecipientAddCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says("Every secret is encrypted again, so that the new recipients open it too.")
                .example("templedb secret recipients add web-app ~/.ssh/id_ed25519.pub")
                .example(
                        "templedb secret recipients add web-app age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
                .exits(ExitCode.USAGE, "this is no public key")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.REFUSED, "none of your keys opens a secret, or others can read your keys");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        recipients = usage.remainingParameters("KEY", "A public key of age or SSH, or a file that holds some.");
        ageKeys = new UserKeys.Option(usage);
        this.temples = temples;
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var named = List.of(recipients.get());
        if (named.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Name the public keys to add.");
        }
        var done = temples.inExisting(
                temple -> new Secrets(temple).addRecipients(slug.get(), named, keys.ring(ageKeys.get())));
        SecretOutcomes.say(terminal, slug.get(), done);
        return ExitCode.OK;
    }
}
