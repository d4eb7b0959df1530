package dev.templedb.cli.databases;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;

/// The question before something is destroyed, and the option `--yes` that answers it.
final class Confirmation {
    /// What help says of it.
    static final String SAYS = "Asks first on a terminal, and never in a pipe.";

    private final Value<Boolean> yes;

    Confirmation(Usage usage) {
        usage.exits(ExitCode.FAILED, "the answer was no");
        yes = usage.flag("--yes", "Do not ask.");
    }

    /// Whether a person, if there is one, wants it.
    boolean isGiven(Terminal terminal, String question) {
        if (yes.get() || terminal.confirm(question)) {
            return true;
        }
        terminal.note("Nothing was changed.");
        return false;
    }
}
