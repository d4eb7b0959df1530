package dev.templedb.branchdb.codegen;

import java.util.Locale;

/// What the values of a column are to a program.
enum ValueKind {
    TEXT,
    INTEGER,
    REAL,
    NUMERIC,
    BOOLEAN,
    BLOB,
    /// A column without a type.
    ANY;

    /// The kind of a declared type, by SQLite's rules of affinity; what those call numeric and is neither a number
    /// nor a
    /// boolean by its name, such as `DATE`, is a text to people.
    static ValueKind of(String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (upper.isEmpty() || upper.equals("ANY")) {
            return ANY;
        }
        if (upper.startsWith("BOOL")) {
            return BOOLEAN;
        }
        if (upper.contains("INT")) {
            return INTEGER;
        }
        if (upper.contains("CHAR") || upper.contains("CLOB") || upper.contains("TEXT")) {
            return TEXT;
        }
        if (upper.contains("BLOB")) {
            return BLOB;
        }
        if (upper.contains("REAL") || upper.contains("FLOA") || upper.contains("DOUB")) {
            return REAL;
        }
        return upper.contains("NUM") || upper.contains("DEC") ? NUMERIC : TEXT;
    }
}
