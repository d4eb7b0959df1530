package dev.templedb.cli.variables;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.temple.variables.Variables;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `--env NAME`
final class EnvironmentOption {
    private final Value<@Nullable String> name;

    EnvironmentOption(Usage usage) {
        name = usage.option(
                "--env",
                "NAME",
                "The environment, such as dev or prod; without it, what is the same in all.",
                Variables::environment);
    }

    boolean isGiven() {
        return name.get() != null;
    }

    String get() {
        return Objects.requireNonNullElse(name.get(), Variables.DEFAULT);
    }
}
