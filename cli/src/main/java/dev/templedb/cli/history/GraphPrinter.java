package dev.templedb.cli.history;

import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Style;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.history.LogGraph;
import java.util.List;

/// Prints a log as a drawing: one line a commit, beside the lines of history.
final class GraphPrinter {
    private static final int SHORT_ID = 10;

    private final Terminal terminal;
    private final Style style;
    private final String head;

    /// @param head the full name of the branch that `HEAD` is on; empty for none
    GraphPrinter(Terminal terminal, String head) {
        this.terminal = terminal;
        this.style = terminal.outStyle();
        this.head = head;
    }

    void print(LogGraph log) {
        var graph = new CommitGraph();
        for (var node : log.nodes()) {
            var rows = graph.draw(node.commit().id(), node.parents());
            print(rows.above());
            terminal.print(drawn(rows.commit()) + " " + said(node) + "\n");
            print(rows.below());
        }
    }

    private void print(List<CommitGraph.Row> rows) {
        rows.forEach(row -> terminal.print(drawn(row) + "\n"));
    }

    private String drawn(CommitGraph.Row row) {
        if (!style.isOn()) {
            return row.text();
        }
        var text = new StringBuilder();
        for (int i = 0; i < row.text().length(); i++) {
            var c = String.valueOf(row.text().charAt(i));
            text.append(c.equals(" ") || row.colors()[i] < 0 ? c : style.color(c, row.colors()[i]));
        }
        return text.toString();
    }

    private String said(LogGraph.Node node) {
        var commit = node.commit();
        var refs = node.refs().stream().map(this::name).toList();
        return style.yellow(commit.id().abbreviated(SHORT_ID))
                + (refs.isEmpty() ? "" : " (" + style.green(String.join(", ", refs)) + ")")
                + " "
                + Printable.text(commit.subject())
                + style.dim(" (%s, %s)"
                        .formatted(Printable.text(commit.authorName()), Quantities.time(commit.committedAt())));
    }

    private String name(String ref) {
        var shown = Printable.text(
                ref.startsWith("refs/tags/")
                        ? "tag " + ref.substring("refs/tags/".length())
                        : ref.replaceFirst("^refs/(heads/)?", ""));
        return ref.equals(head) ? "HEAD -> " + shown : shown;
    }
}
