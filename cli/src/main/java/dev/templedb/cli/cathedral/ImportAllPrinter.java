package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.query.TempleDesk.Imported;
import dev.templedb.temple.query.TempleDesk.ImportedProject;
import java.util.ArrayList;
import java.util.List;

/// Says what became of the projects of an archive.
record ImportAllPrinter(Terminal terminal) {
    private static final int NAMED_AT_MOST = 5;

    /// @return the exit code
    int print(Imported imported) {
        terminal.say(imported, sentence(imported));
        if (terminal.format() == Format.TABLE) {
            imported.notices().forEach(notice -> terminal.note(Printable.text(notice)));
            imported.projects().stream()
                    .filter(one -> one.outcome().equals("conflict"))
                    .forEach(this::warn);
        }
        return imported.with("conflict").isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    private void warn(ImportedProject conflict) {
        terminal.warn("%s stays as it is: both sides have changed, and it would lose %s."
                .formatted(
                        conflict.slug(),
                        String.join(
                                ", ",
                                conflict.lost().stream().limit(NAMED_AT_MOST).toList())));
    }

    private static String sentence(Imported imported) {
        var parts = new ArrayList<String>();
        add(parts, imported.with("imported"), imported.dryRun() ? "Would import %s" : "Imported %s");
        add(parts, imported.with("updated"), imported.dryRun() ? "would update %s" : "updated %s");
        add(parts, imported.with("unchanged"), "nothing new for %s");
        add(parts, imported.with("kept"), "kept %s, which went on here");
        add(parts, imported.with("conflict"), "%s changed on both sides");
        if (parts.isEmpty()) {
            return "The archive holds no project.";
        }
        var joined = String.join("; ", parts) + ".";
        return Character.toUpperCase(joined.charAt(0)) + joined.substring(1);
    }

    private static void add(List<String> parts, List<String> slugs, String words) {
        if (!slugs.isEmpty()) {
            var named = slugs.size() > NAMED_AT_MOST
                    ? Quantities.count(slugs.size(), "project")
                    : "%s (%s)".formatted(Quantities.count(slugs.size(), "project"), String.join(", ", slugs));
            parts.add(words.formatted(named));
        }
    }
}
