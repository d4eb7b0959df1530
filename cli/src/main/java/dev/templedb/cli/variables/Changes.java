package dev.templedb.cli.variables;

import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.variables.Variables;

/// Says what became of variables that were set.
final class Changes {
    private Changes() {}

    static void say(Terminal terminal, String slug, String environment, Variables.Changed changed) {
        terminal.say(
                new Details()
                        .with("slug", slug)
                        .with("environment", environment)
                        .with("changed", changed.changed())
                        .with("unchanged", changed.unchanged())
                        .with("removed", changed.removed())
                        .with("looks_secret", changed.looksSecret()),
                "Set %s in %s of %s, %d unchanged%s."
                        .formatted(
                                Quantities.count(changed.changed().size(), "variable"),
                                environment,
                                slug,
                                changed.unchanged(),
                                changed.removed().isEmpty()
                                        ? ""
                                        : ", %d removed"
                                                .formatted(changed.removed().size())));
        if (!changed.looksSecret().isEmpty()) {
            terminal.warn(
                    "%s looks like a secret. Variables are stored and exported in the clear; `templedb secret set %s %s` encrypts."
                            .formatted(
                                    String.join(", ", changed.looksSecret()),
                                    slug,
                                    changed.looksSecret().getFirst()));
        }
    }
}
