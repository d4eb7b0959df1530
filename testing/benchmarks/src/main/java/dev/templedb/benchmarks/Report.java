package dev.templedb.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The report, in Markdown, with tables that can be read as they are. Printed as it grows.
final class Report {
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();
    private boolean failures;

    Report(PrintStream out) {
        this.out = out;
    }

    /// All that was reported so far.
    String text() {
        return text.toString();
    }

    /// Whether a command failed.
    boolean hasFailures() {
        return failures;
    }

    void title(String title) {
        block("# " + title + "\n");
    }

    void heading(String heading) {
        block("## " + heading + "\n");
    }

    void section(Piece piece) {
        block("### %s (`%s`)\n".formatted(piece.title(), piece.name()));
    }

    void list(List<String> lines) {
        block("* " + String.join("\n* ", lines) + "\n");
    }

    void sentence(String sentence) {
        block(sentence + "\n");
    }

    void failure(String sentence) {
        failures = true;
        block("**Failed**: " + sentence + "\n");
    }

    /// A table; the first column is set left, the others right.
    void table(List<String> header, List<List<String>> rows) {
        var all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        var widths = new int[header.size()];
        for (var row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var rule = new ArrayList<String>();
        for (int i = 0; i < widths.length; i++) {
            rule.add(i == 0 ? "-".repeat(widths[i]) : "-".repeat(Math.max(1, widths[i] - 1)) + ":");
        }
        all.add(1, rule);
        var lines = new StringBuilder();
        for (var row : all) {
            for (int i = 0; i < widths.length; i++) {
                var padding = String.join(
                        "", Collections.nCopies(widths[i] - row.get(i).length(), " "));
                lines.append(i == 0 ? "| " + row.get(i) + padding : " | " + padding + row.get(i));
            }
            lines.append(" |\n");
        }
        block(lines.toString());
    }

    /// Adds a block of Markdown, with an empty line before it.
    private void block(String block) {
        var part = text.isEmpty() ? block : "\n" + block;
        text.append(part);
        out.print(part);
        out.flush();
    }
}
