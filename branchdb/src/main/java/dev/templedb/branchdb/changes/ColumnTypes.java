package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;
import java.util.Map;

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

    /// What keeps a column of the type [#BOOLEAN] to true, false and NULL, for plain SQL too.
    public static Check booleanCheck(String column) {
        return new Check(null, SqlName.quote(column) + " IN (0, 1)");
    }
}
