package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SqlName.quote;

import dev.templedb.branchdb.schema.Affinity;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.KeyColumn;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Counts the rows that would break a constraint of a table.
final class RowChecks {
    private static final Pattern BARE_WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Set<String> VALUES =
            Set.of("null", "true", "false", "current_time", "current_date", "current_timestamp");

    /// A number written with more digits than a double is sure to keep, without its sign, point, exponent and
    /// zeros.
    private static final String LONG_TEXT = """
            typeof(%1$s) = 'text' AND length(trim(replace(ltrim(substr(%1$s, 1,\
             instr(lower(%1$s) || 'e', 'e') - 1), '+- '), '.', ''), '0')) > 15""";

    /// An integer that a double does not keep.
    private static final String LARGE_INTEGER =
            " OR typeof(%1$s) = 'integer' AND CAST(CAST(%1$s AS REAL) AS INTEGER) <> %1$s";

    private final Table table;
    private final String rows;

    /// @param table the table whose constraints are meant
    /// @param rows  what is counted: a table, or a SELECT in parentheses
    RowChecks(Table table, String rows) {
        this.table = table;
        this.rows = rows;
    }

    /// Over the rows that the table has.
    static RowChecks of(Table table) {
        return new RowChecks(table, quote(table.name()));
    }

    /// Any row is in the way.
    DataCheck noRows(String column) {
        return new DataCheck(DataCheck.Kind.NOT_NULL, subject(List.of(column)), "SELECT count(*) FROM " + rows);
    }

    DataCheck notNull(String column) {
        return new DataCheck(
                DataCheck.Kind.NOT_NULL,
                subject(List.of(column)),
                "SELECT count(*) FROM %s WHERE %s IS NULL".formatted(rows, quote(column)));
    }

    DataCheck unique(List<KeyColumn> key) {
        var terms = key.stream()
                .map(each -> quote(each.name())
                        + (each.collation() == null ? collation(each.name()) : " COLLATE " + quote(each.collation())))
                .toList();
        var present =
                key.stream().map(each -> quote(each.name()) + " IS NOT NULL").toList();
        return duplicates(subject(key.stream().map(KeyColumn::name).toList()), terms, present);
    }

    DataCheck unique(Index index) {
        var terms = new ArrayList<String>();
        var present = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (var term : index.terms()) {
            String value = term.expression() ? "(" + term.text() + ")" : quote(term.text());
            terms.add(value
                    + (term.collation() != null
                            ? " COLLATE " + quote(term.collation())
                            : term.expression() ? "" : collation(term.text())));
            present.add(value + " IS NOT NULL");
            names.add(term.text());
        }
        if (index.where() != null) {
            present.add("(" + index.where() + ")");
        }
        return duplicates(subject(names), terms, present);
    }

    private DataCheck duplicates(String subject, List<String> terms, List<String> conditions) {
        return new DataCheck(
                DataCheck.Kind.UNIQUE,
                subject,
                "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)"
                        .formatted(rows, String.join(" AND ", conditions), String.join(", ", terms)));
    }

    DataCheck check(Check check) {
        return new DataCheck(
                DataCheck.Kind.CHECK,
                "check (%s) of table %s".formatted(check.expression(), table.name()),
                "SELECT count(*) FROM %s WHERE NOT (%s)".formatted(rows, check.expression()));
    }

    DataCheck foreignKey(ForeignKey key, Table parent) {
        var parentColumns = References.parentColumns(parent, key);
        var conditions = new ArrayList<String>();
        var equal = new ArrayList<String>();
        for (int i = 0; i < key.columns().size(); i++) {
            conditions.add("c.%s IS NOT NULL".formatted(quote(key.columns().get(i))));
            equal.add("p.%s = c.%s"
                    .formatted(
                            quote(parentColumns.get(Math.min(i, parentColumns.size() - 1))),
                            quote(key.columns().get(i))));
        }
        String parents = SqlName.same(parent.name(), table.name()) ? rows : quote(parent.name());
        return new DataCheck(
                DataCheck.Kind.FOREIGN_KEY,
                subject(key.columns()),
                "SELECT count(*) FROM %s AS c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)"
                        .formatted(rows, String.join(" AND ", conditions), parents, String.join(" AND ", equal)));
    }

    /// Values that are not of the type of their column, among rows that have been put into it.
    DataCheck type(Column column) {
        var classes = Affinity.of(column.type()).storageClasses().stream()
                .map(SqlName::literal)
                .collect(Collectors.joining(", "));
        return new DataCheck(
                DataCheck.Kind.TYPE,
                subject(List.of(column.name())),
                "SELECT count(*) FROM %s WHERE typeof(%s) NOT IN (%s, 'null')"
                        .formatted(rows, quote(column.name()), classes));
    }

    /// Numbers of `old` that a column of another type cannot hold exactly; nothing when it can hold all.
    ///
    /// SQLite keeps a decimal number as a double, of which fifteen digits are sure.
    Optional<DataCheck> digits(Column old, Affinity is) {
        String value = quote(old.name());
        String condition = switch (is) {
            case REAL -> LONG_TEXT.formatted(value) + LARGE_INTEGER.formatted(value);
            case NUMERIC -> LONG_TEXT.formatted(value);
            case TEXT, INTEGER, BLOB, NONE -> "";
        };
        return condition.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataCheck(
                        DataCheck.Kind.DIGITS,
                        subject(List.of(old.name())),
                        "SELECT count(*) FROM %s WHERE %s".formatted(rows, condition)));
    }

    private String collation(String column) {
        return table.column(column)
                .map(Column::collation)
                .map(each -> " COLLATE " + quote(each))
                .orElse("");
    }

    private String subject(List<String> columns) {
        return "column%s %s"
                .formatted(
                        columns.size() == 1 ? "" : "s",
                        columns.stream().map(each -> table.name() + "." + each).collect(Collectors.joining(", ")));
    }

    /// The default of a column as an expression; a word that is no value is a text to SQLite.
    static String defaultValue(Column column) {
        String text = column.defaultSql();
        if (text == null) {
            return "NULL";
        }
        if (text.startsWith("\"") || text.startsWith("`") || text.startsWith("[")) {
            return SqlName.literal(text.substring(1, text.length() - 1));
        }
        boolean isText = BARE_WORD.matcher(text).matches() && !VALUES.contains(SqlName.key(text));
        return isText ? SqlName.literal(text) : text;
    }
}
