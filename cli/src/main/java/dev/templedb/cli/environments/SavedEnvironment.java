package dev.templedb.cli.environments;

import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.environments.Environments;

/// Says what became of an environment.
final class SavedEnvironment {
    private SavedEnvironment() {}

    static void say(Terminal terminal, String slug, String done, Environments.Saved saved) {
        var environment = saved.environment();
        terminal.say(
                new Details()
                        .with("slug", slug)
                        .with("name", environment.name())
                        .with("version", environment.version())
                        .with("lines", environment.lines())
                        .with("changed", saved.isChanged()),
                saved.isChanged()
                        ? "%s the environment %s of %s, version %d."
                                .formatted(done, environment.name(), slug, environment.version())
                        : "The environment %s of %s is the same already.".formatted(environment.name(), slug));
    }
}
