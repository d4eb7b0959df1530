package dev.templedb.cli.search;

import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.search.FoundFile;
import dev.templedb.temple.search.FoundLine;
import dev.templedb.temple.search.SearchResult;

/// Prints what a search found as people know it: the file, then its lines with their numbers.
final class MatchPrinter {
    private final Terminal terminal;
    private long printed;

    MatchPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(SearchResult result) {
        String between = "";
        for (var file : result.files()) {
            terminal.print(
                    between + terminal.outStyle().bold(file.project() + ":" + file.path()) + version(file) + "\n");
            lines(file);
            between = "\n";
        }
    }

    private static String version(FoundFile file) {
        return file.commit()
                .map(commit -> "  in %s%s"
                        .formatted(
                                commit.hex().substring(0, 10),
                                file.versions() == 1 ? "" : " and %,d earlier".formatted(file.versions() - 1)))
                .orElse("");
    }

    private void lines(FoundFile file) {
        printed = 0;
        for (int i = 0; i < file.lines().size(); i++) {
            var line = file.lines().get(i);
            long next = i + 1 < file.lines().size() ? file.lines().get(i + 1).number() : Long.MAX_VALUE;
            before(line);
            line(line.number(), ':', line.text());
            after(line, next);
        }
        long left = file.matches() - file.lines().size();
        if (left > 0) {
            terminal.print("      … and %,d more lines\n".formatted(left));
        }
    }

    private void before(FoundLine line) {
        long first = line.number() - line.before().size();
        if (printed > 0 && Math.max(first, 1) > printed + 1 && !line.before().isEmpty()) {
            terminal.print("  --\n");
        }
        for (int i = 0; i < line.before().size(); i++) {
            if (first + i > printed) {
                line(first + i, '-', line.before().get(i));
            }
        }
    }

    /// A line that is found itself is not shown as the context of one before it.
    private void after(FoundLine line, long next) {
        for (int i = 0; i < line.after().size() && line.number() + 1 + i < next; i++) {
            line(line.number() + 1 + i, '-', line.after().get(i));
        }
    }

    private void line(long number, char sign, String text) {
        printed = number;
        terminal.print("%6d%c %s\n".formatted(number, sign, Printable.text(text.replace("\t", "    "))));
    }
}
