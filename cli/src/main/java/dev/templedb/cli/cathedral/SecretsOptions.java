package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.temple.exchange.PackagedSecrets;
import java.util.Map;

/// The options that say what becomes of secrets and rows when many projects leave.
final class SecretsOptions {
    private final Value<Boolean> include;
    private final Value<Boolean> rows;
    private final Value<Boolean> force;
    private final Value<Boolean> allow;

    SecretsOptions(Usage usage) {
        include = usage.flag("--include-secrets", "Take the secrets along, as they are encrypted here.");
        rows = usage.flag("--include-rows", "Take the rows, keys and values of databases along.");
        force = usage.flag("--force", "Take secrets and rows of public projects along too.");
        allow = usage.flag(
                "--allow-secrets",
                "Let .env files, private keys and tokens out that lie among the files of public projects.");
    }

    boolean includesRows() {
        return rows.get();
    }

    PackagedSecrets get() {
        return new PackagedSecrets(include.get(), Map.of(), force.get(), allow.get());
    }
}
