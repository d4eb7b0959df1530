package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.ColumnTypes;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.ForeignKey.Action;
import dev.templedb.branchdb.schema.SystemColumns;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A column as people type it: `name:TYPE`, and after further colons `not_null`, `unique`, `default=VALUE`,
/// `check=CONDITION` and `fk=TABLE[.COLUMN[.ACTION]]`.
///
/// @param column      what it is
/// @param uniques     its constraints, as are the checks and foreign keys
record ColumnText(Column column, List<Unique> uniques, List<Check> checks, List<ForeignKey> foreignKeys) {
    /// What help says of it.
    static final String SYNTAX =
            "NAME:TYPE, and behind further colons what else is true of it: not_null, unique, default=VALUE, check=CONDITION,"
                    + " fk=TABLE[.COLUMN[.ACTION]] with ACTION cascade, set_null, restrict or no_action.";

    private static final Pattern NEXT =
            Pattern.compile(":(?=(?:not_null|nullable|unique)(?::|$)|(?:default|check|fk)=)", Pattern.CASE_INSENSITIVE);

    /// Reads `text`.
    ///
    /// @throws TempleException with `USAGE`, `COLUMN_TYPE_INVALID` or `COLUMN_VALUE_INVALID`
    static ColumnText of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw usage("\"%s\" is no column: it is NAME:TYPE, such as email:TEXT.".formatted(Printable.text(text)));
        }
        int next = text.indexOf(':', colon + 1);
        String type = text.substring(colon + 1, next < 0 ? text.length() : next);
        var read = new ColumnText(
                Column.of(text.substring(0, colon), ColumnTypes.of(type)), List.of(), List.of(), List.of());
        return next < 0 ? read : read.withAll(text.substring(next + 1));
    }

    private ColumnText withAll(String words) {
        var read = this;
        String rest = words;
        while (!rest.isEmpty()) {
            int colon = end(rest);
            read = read.with(colon < 0 ? rest : rest.substring(0, colon));
            rest = colon < 0 ? "" : rest.substring(colon + 1);
        }
        return read;
    }

    /// Where the first of `words` ends; -1 at the end of all. A value or a condition may have colons in it, so it
    /// goes on
    /// to the next one behind which something else is said of the column.
    private static int end(String words) {
        if (!words.startsWith("default=") && !words.startsWith("check=")) {
            return words.indexOf(':');
        }
        var next = NEXT.matcher(words);
        return next.find() ? next.start() : -1;
    }

    private ColumnText with(String word) {
        String name = column.name();
        int equals = word.indexOf('=');
        String key = (equals < 0 ? word : word.substring(0, equals)).toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        return switch (key) {
            case "not_null" -> withColumn(column.withNotNull(true));
            case "nullable" -> withColumn(column.withNotNull(false));
            case "unique" -> unique();
            case "default" -> withColumn(column.withDefault(ColumnTypes.literal(column.type(), value)));
            case "check" -> new ColumnText(column, uniques, and(checks, new Check(null, value)), foreignKeys);
            case "fk" -> referring(value);
            default ->
                throw usage(
                        "\"%s\" is nothing that can be said of the column %s; use not_null, unique, default=, check= or fk=."
                                .formatted(Printable.text(word), Printable.text(name)));
        };
    }

    ColumnText withColumn(Column changed) {
        return new ColumnText(changed, uniques, checks, foreignKeys);
    }

    /// With values that no two rows have in common.
    ColumnText unique() {
        return new ColumnText(column, and(uniques, Unique.of(column.name())), checks, foreignKeys);
    }

    /// With values that name a row of another table.
    ///
    /// @param parent `TABLE[.COLUMN[.ACTION]]`
    ColumnText referring(String parent) {
        var parts = parent.split("\\.", -1);
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw usage("\"%s\" is no reference; it is TABLE[.COLUMN[.ACTION]], such as teams.id.cascade."
                    .formatted(Printable.text(parent)));
        }
        String target = parts.length > 1 ? parts[1] : SystemColumns.ID;
        var action = parts.length > 2 ? action(parts[2]) : Action.NO_ACTION;
        return new ColumnText(
                column, uniques, checks, and(foreignKeys, ForeignKey.of(column.name(), parts[0], target, action)));
    }

    private static Action action(String word) {
        String name = word.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        for (var action : Action.values()) {
            if (action.name().equals(name)) {
                return action;
            }
        }
        throw usage(
                "\"%s\" is not what can happen to rows whose parent is deleted; use cascade, set_null, restrict or no_action."
                        .formatted(Printable.text(word)));
    }

    /// `table` with this column behind the others.
    Table addTo(Table table) {
        var result = table.withColumn(column);
        for (var each : uniques) {
            result = result.with(each);
        }
        for (var each : checks) {
            result = result.with(each);
        }
        for (var each : foreignKeys) {
            result = result.with(each);
        }
        return result;
    }

    private static <T> List<T> and(List<T> some, T one) {
        var more = new ArrayList<>(some);
        more.add(one);
        return more;
    }

    private static TempleException usage(String sentence) {
        return new TempleException(ErrorCode.USAGE, sentence);
    }
}
