package dev.templedb.branchdb.schema;

import java.util.List;
import java.util.Locale;

/// What SQLite makes of a value that is put into a column, by the declared type of the column ("Determination Of Column
/// Affinity" in its documentation).
public enum Affinity {
    TEXT,
    INTEGER,
    REAL,
    NUMERIC,
    BLOB,
    /// Every value stays as it is.
    NONE;

    /// The one of a declared type. A column without a type, or of the type `ANY`, takes whatever it is given.
    public static Affinity of(String declaredType) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) {
            return INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        }
        if (type.contains("BLOB")) {
            return BLOB;
        }
        if (type.isEmpty() || type.equals("ANY")) {
            return NONE;
        }
        return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") ? REAL : NUMERIC;
    }

    /// What `typeof` says of the values that such a column is meant for, beside `null`.
    public List<String> storageClasses() {
        return switch (this) {
            case TEXT -> List.of("text");
            case INTEGER -> List.of("integer");
            case REAL -> List.of("real");
            case NUMERIC -> List.of("integer", "real");
            case BLOB -> List.of("blob");
            case NONE -> List.of("integer", "real", "text", "blob");
        };
    }
}
