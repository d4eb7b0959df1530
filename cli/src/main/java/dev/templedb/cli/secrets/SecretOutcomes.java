package dev.templedb.cli.secrets;

import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.secrets.Secret;
import dev.templedb.temple.secrets.Secrets;

/// Sentences that several commands say.
final class SecretOutcomes {
    private SecretOutcomes() {}

    static void sayNewValue(Terminal terminal, String slug, Secret secret) {
        terminal.say(
                new Details()
                        .with("slug", slug)
                        .with("name", secret.name())
                        .with("version", secret.version())
                        .with("recipients", secret.recipients()),
                "Secret %s of %s has its version %d, for %s."
                        .formatted(
                                secret.name(),
                                slug,
                                secret.version(),
                                Quantities.count(secret.recipients().size(), "recipient")));
    }

    static void say(Terminal terminal, String slug, Secrets.Rewrapped done) {
        terminal.say(
                new Details()
                        .with("slug", slug)
                        .with("secrets", done.secrets())
                        .with("added", done.added())
                        .with("exposed", done.exposed()),
                "Encrypted %s of %s again.".formatted(Quantities.count(done.secrets(), "secret"), slug));
        if (!done.exposed().isEmpty()) {
            terminal.warn(
                    "Who left could read %s and may have kept it. Give each a new value with `templedb secret rotate %s NAME --value`: %s"
                            .formatted(
                                    Quantities.count(done.exposed().size(), "secret"),
                                    slug,
                                    String.join(", ", done.exposed())));
        }
    }
}
