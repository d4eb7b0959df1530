package dev.templedb.cli.command;

import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.leaks.Leak;
import java.util.List;

/// Warns of what looks like a secret in files that came into a project.
public final class LeakWarning {
    private static final int NAMED_AT_MOST = 10;

    private LeakWarning() {}

    /// Says what was found in `project`, or nothing.
    public static void say(Terminal terminal, String project, List<Leak> leaks) {
        if (leaks.isEmpty()) {
            return;
        }
        terminal.warn("%s in %s may be secret. Packages of the project will hold %s:"
                .formatted(Quantities.count(leaks.size(), "thing"), project, leaks.size() == 1 ? "it" : "them"));
        leaks.stream().limit(NAMED_AT_MOST).forEach(leak -> terminal.note("  " + Printable.text(leak.line())));
        if (leaks.size() > NAMED_AT_MOST) {
            terminal.note(
                    "  and %d more; those of the present files: templedb sql \"SELECT * FROM project_findings WHERE project = '%s'\""
                            .formatted(leaks.size() - NAMED_AT_MOST, project));
        }
    }
}
