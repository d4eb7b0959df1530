package dev.templedb.cli.terminal;

import dev.templedb.core.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows as an aligned table under two header lines: the names, then dashes.
///
/// Widths follow from the first thousand rows, or the first million characters, so that a long result begins to appear
/// and is not kept in memory. On a
/// terminal the widest columns are cut so that a row fits on a line; in a pipe nothing is ever cut.
final class TableWriter implements RowWriter {
    private static final int ROWS_TO_MEASURE = 1000;
    private static final int CHARACTERS_TO_KEEP = 1 << 20;
    private static final int LEAST_WIDTH = 8;
    /// For the sake of times, which are worth nothing when they are cut.
    private static final int NARROW_WIDTH = 5;
    private static final int SHORT_ID = 10;
    /// Columns are not made wider than this for the sake of one very long cell.
    private static final int WIDEST = 1000;

    private final List<Column> columns;
    private final int lineWidth;
    private final Style style;
    private final Consumer<String> out;
    private final List<String[]> waiting = new ArrayList<>();
    private long waitingCharacters;
    private final boolean[] hasTimes;
    private int @Nullable [] widths;

    /// @param lineWidth columns of the terminal, or 0 to cut nothing
    TableWriter(List<Column> columns, int lineWidth, Style style, Consumer<String> out) {
        this.columns = columns;
        this.hasTimes = new boolean[columns.size()];
        this.lineWidth = lineWidth;
        this.style = style;
        this.out = out;
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        var cells = new String[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            hasTimes[i] |= values.get(i) instanceof Instant;
            cells[i] = columns.get(i).kind() == Column.Kind.HIDDEN
                    ? ""
                    : cell(values.get(i), columns.get(i).kind());
        }
        if (widths != null) {
            print(cells, widths);
            return;
        }
        waiting.add(cells);
        for (String cell : cells) {
            waitingCharacters += cell.length();
        }
        if (waiting.size() == ROWS_TO_MEASURE || waitingCharacters > CHARACTERS_TO_KEEP) {
            begin();
        }
    }

    @Override
    public void close() {
        if (widths == null) {
            begin();
        }
    }

    static String cell(@Nullable Object value, Column.Kind kind) {
        // No switch over types: its first use at run time costs as much as the rest of a small table.
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return kind == Column.Kind.SHORT_ID && text.length() > SHORT_ID
                    ? text.substring(0, SHORT_ID)
                    : Printable.text(text);
        }
        if (value instanceof Number number) {
            return kind == Column.Kind.BYTES && number instanceof Long bytes
                    ? Quantities.bytes(bytes)
                    : number.toString();
        }
        if (value instanceof Instant instant) {
            return Quantities.time(instant);
        }
        if (value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance)) {
            return Printable.text(
                    String.join(", ", list.stream().map(String::valueOf).toList()));
        }
        var plain = Plain.of(value);
        return plain == null ? "" : plain instanceof String text ? Printable.text(text) : JsonText.compact(plain);
    }

    private void begin() {
        var measured = measure();
        widths = measured;
        var names = new String[columns.size()];
        var dashes = new String[columns.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = Printable.text(columns.get(i).heading());
            dashes[i] = "-".repeat(measured[i]);
        }
        out.accept(style.bold(line(names, measured)) + "\n" + style.dim(line(dashes, measured)) + "\n");
        for (var cells : waiting) {
            print(cells, measured);
        }
        waiting.clear();
    }

    private int[] measure() {
        var measured = new int[columns.size()];
        for (int i = 0; i < measured.length; i++) {
            if (columns.get(i).kind() == Column.Kind.HIDDEN) {
                continue;
            }
            measured[i] =
                    Math.max(1, DisplayWidth.of(Printable.text(columns.get(i).heading())));
            for (var cells : waiting) {
                measured[i] = Math.max(measured[i], DisplayWidth.of(cells[i]));
            }
            measured[i] = Math.min(measured[i], WIDEST);
        }
        if (lineWidth > 0) {
            fit(measured);
        }
        return measured;
    }

    /// Takes from the widest text columns, never from the first, until a row fits; from those with times last.
    private void fit(int[] measured) {
        int excess = -2 - lineWidth;
        boolean anyTimes = false;
        for (int i = 0; i < measured.length; i++) {
            excess += columns.get(i).kind() == Column.Kind.HIDDEN ? 0 : measured[i] + 2;
            anyTimes |= hasTimes[i];
        }
        excess = take(excess, measured, LEAST_WIDTH, false);
        if (anyTimes) {
            excess = take(excess, measured, NARROW_WIDTH, false);
            take(excess, measured, LEAST_WIDTH, true);
        }
    }

    /// @return what could not be taken
    private int take(int excess, int[] measured, int least, boolean fromTimes) {
        int left = excess;
        for (; left > 0; left--) {
            int widest = 0;
            for (int i = 1; i < measured.length; i++) {
                if (columns.get(i).kind() == Column.Kind.TEXT
                        && hasTimes[i] == fromTimes
                        && measured[i] > least
                        && (widest == 0 || measured[i] > measured[widest])) {
                    widest = i;
                }
            }
            if (widest == 0) {
                break;
            }
            measured[widest]--;
        }
        return left;
    }

    private void print(String[] cells, int[] widths) {
        out.accept(line(cells, widths) + "\n");
    }

    private String line(String[] cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            var kind = columns.get(i).kind();
            if (kind == Column.Kind.HIDDEN) {
                continue;
            }
            String cell = lineWidth > 0 && i > 0 ? DisplayWidth.cut(cells[i], widths[i]) : cells[i];
            int gap = Math.max(0, widths[i] - DisplayWidth.of(cell));
            if (kind == Column.Kind.TEXT || kind == Column.Kind.SHORT_ID) {
                line.append(cell).repeat(' ', gap + 2);
            } else {
                line.repeat(' ', gap).append(cell).append("  ");
            }
        }
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        return line.substring(0, end);
    }
}
