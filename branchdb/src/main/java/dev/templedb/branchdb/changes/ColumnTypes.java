package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The types that columns can have, and what else people call them.
public final class ColumnTypes {
    /// True or false, kept as 1 or 0.
    public static final String BOOLEAN = "BOOLEAN";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("TEXT", "TEXT"),
            Map.entry("STR", "TEXT"),
            Map.entry("STRING", "TEXT"),
            Map.entry("VARCHAR", "TEXT"),
            Map.entry("CHAR", "TEXT"),
            Map.entry("INTEGER", "INTEGER"),
            Map.entry("INT", "INTEGER"),
            Map.entry("REAL", "REAL"),
            Map.entry("FLOAT", "REAL"),
            Map.entry("DOUBLE", "REAL"),
            Map.entry("BLOB", "BLOB"),
            Map.entry("BYTES", "BLOB"),
            Map.entry("BINARY", "BLOB"),
            Map.entry("NUMERIC", "NUMERIC"),
            Map.entry("BOOLEAN", BOOLEAN),
            Map.entry("BOOL", BOOLEAN));

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");
    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})*");

    private ColumnTypes() {}

    /// The type that `name` means, in upper or lower case: `int` is `INTEGER`.
    ///
    /// @throws TempleException with `COLUMN_TYPE_INVALID`
    public static String of(String name) {
        var type = TYPES.get(name.toUpperCase(Locale.ROOT));
        if (type == null) {
            throw new TempleException(
                    ErrorCode.COLUMN_TYPE_INVALID, "There is no column type '%s'.".formatted(Printable.text(name)));
        }
        return type;
    }

    /// `value`, as a person types it, as an SQL literal of a column of that type. `null` is NULL in a column of any
    /// type.
    ///
    /// @throws TempleException with `COLUMN_VALUE_INVALID` when it is no value of the type
    public static String literal(String type, String value) {
        if (value.equalsIgnoreCase("null")) {
            return "NULL";
        }
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "INTEGER" -> whole(value, type);
            case "REAL", "NUMERIC" -> required(value, type, NUMBER);
            case BOOLEAN ->
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> "1";
                    case "false", "0" -> "0";
                    default -> throw noValue(value, type);
                };
            case "BLOB" -> "x'" + required(value, type, HEX) + "'";
            default -> SqlName.literal(value);
        };
    }

    private static String whole(String value, String type) {
        try {
            return Long.toString(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw noValue(value, type);
        }
    }

    private static String required(String value, String type, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw noValue(value, type);
        }
        return value;
    }

    private static TempleException noValue(String value, String type) {
        return new TempleException(
                ErrorCode.COLUMN_VALUE_INVALID,
                "'%s' is no value of the type %s.".formatted(Printable.text(value), type));
    }

    /// What keeps a column of the type [#BOOLEAN] to true, false and NULL, for plain SQL too.
    public static Check booleanCheck(String column) {
        return new Check(null, SqlName.quote(column) + " IN (0, 1)");
    }
}
