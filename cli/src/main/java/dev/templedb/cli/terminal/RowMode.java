package dev.templedb.cli.terminal;

import dev.templedb.core.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Forms of rows beside those of [Format], for people and programs that know them from other database shells. Each row
/// is
/// printed as it comes.
public enum RowMode {
    /// A line for each value, and an empty line between rows.
    LINE,
    /// Values with `|` between them.
    LIST,
    /// A table for Markdown.
    MARKDOWN,
    /// A JSON object on a line for each row.
    NDJSON,
    /// Literals of SQL.
    QUOTE,
    /// Values with tabs between them; a tab, line end or backslash in a value is `\t`, `\n`, `\\`, and NULL is
    /// `\N`.
    TABS;

    /// The mode of that name, or null.
    public static @Nullable RowMode of(String word) {
        for (var mode : values()) {
            if (mode.name().equalsIgnoreCase(word)) {
                return mode;
            }
        }
        return null;
    }

    /// What comes before the first row.
    String head(List<Column> columns, boolean isForPerson) {
        var names =
                columns.stream().map(column -> safe(column.name(), isForPerson)).toList();
        return switch (this) {
            case LINE, NDJSON -> "";
            case LIST -> String.join("|", names) + "\n";
            case TABS ->
                String.join(
                                "\t",
                                columns.stream()
                                        .map(column -> escaped(column.name()))
                                        .toList()) + "\n";
            case QUOTE -> String.join(",", names.stream().map(RowMode::quoted).toList()) + "\n";
            case MARKDOWN ->
                markdown(columns.stream().map(column -> cell(column.name())).toList()) + "|"
                        + "---|".repeat(columns.size()) + "\n";
        };
    }

    /// One row.
    ///
    /// @param isFirst     whether no row was printed before it
    /// @param isForPerson whether what a terminal would act on must be escaped
    String row(List<Column> columns, List<? extends @Nullable Object> values, boolean isFirst, boolean isForPerson) {
        return switch (this) {
            case LINE -> (isFirst ? "" : "\n") + lines(columns, values, isForPerson);
            case LIST ->
                String.join(
                                "|",
                                values.stream()
                                        .map(value -> safe(text(value), isForPerson))
                                        .toList()) + "\n";
            case TABS ->
                String.join(
                                "\t",
                                values.stream()
                                        .map(value -> value == null ? "\\N" : escaped(text(value)))
                                        .toList()) + "\n";
            case QUOTE ->
                safe(String.join(",", values.stream().map(RowMode::literal).toList()), isForPerson) + "\n";
            case MARKDOWN ->
                markdown(values.stream().map(value -> cell(text(value))).toList());
            case NDJSON -> JsonText.compact(named(columns, values)) + "\n";
        };
    }

    private static String lines(List<Column> columns, List<? extends @Nullable Object> values, boolean isForPerson) {
        int width = columns.stream()
                .mapToInt(column -> column.name().length())
                .max()
                .orElse(0);
        var lines = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String name = safe(columns.get(i).name(), isForPerson);
            lines.append(" ".repeat(Math.max(0, width - name.length())))
                    .append(name)
                    .append(" = ")
                    .append(safe(text(values.get(i)), isForPerson))
                    .append('\n');
        }
        return lines.toString();
    }

    private static LinkedHashMap<String, @Nullable Object> named(
            List<Column> columns, List<? extends @Nullable Object> values) {
        var named = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i).name(), Plain.of(values.get(i)));
        }
        return named;
    }

    private static String markdown(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String cell(String text) {
        return Printable.text(text).replace("|", "\\|").replace("<", "&lt;");
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case byte[] bytes -> "X'" + text(bytes) + "'";
            case Number number -> text(number);
            default -> quoted(text(value));
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String escaped(String text) {
        var line = text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return line.equals(text) && Printable.text(text).equals(text) ? text : Printable.text(line);
    }

    private static String text(@Nullable Object value) {
        @Nullable Object plain = Plain.of(value);
        return plain == null ? "" : plain.toString();
    }

    private static String safe(String text, boolean isForPerson) {
        return isForPerson ? Printable.text(text) : text;
    }
}
