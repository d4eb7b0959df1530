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

/// `templedb secret revoke SLUG KEY...`, also called `templedb secret recipients remove`
public final class RevokeCommand implements Command {
    private final Value<String> slug;
    private final Value<String[]> recipients;
    private final UserKeys.Option ageKeys;
    private final Temples temples;
    private final UserKeys keys;
    private final Terminal terminal;

    public RevokeCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Every secret is encrypted again to the rest. That takes back nothing: what the leaver could read they may have kept,"
                                + " so those secrets are listed, and marked in `secret list` until they get a new value.")
                .example("templedb %s web-app ~/keys/bob.pub".formatted(usage.name()))
                .example("templedb %s web-app bob@laptop".formatted(usage.name()))
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such recipient, project or temple")
                .exits(ExitCode.CONFLICT, "nobody would be left")
                .exits(ExitCode.REFUSED, "none of your keys opens a secret, or others can read your keys");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        recipients = usage.remainingParameters(
                "KEY", "A public key, a file that holds some, or the comment of a recipient.");
        ageKeys = new UserKeys.Option(usage);
        this.temples = temples;
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var named = List.of(recipients.get());
        if (named.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Name the recipients to remove.");
        }
        var done =
                temples.inExisting(temple -> new Secrets(temple).revoke(slug.get(), named, keys.ring(ageKeys.get())));
        SecretOutcomes.say(terminal, slug.get(), done);
        return ExitCode.OK;
    }
}
