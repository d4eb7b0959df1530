package dev.templedb.cli.terminal;

/// One column of a [Listing].
///
/// @param name    the name of the field for programs, such as `last_activity_at`; never changes
/// @param heading what stands above it in a table
/// @param kind    how its values are shown in a table
public record Column(String name, String heading, Kind kind) {
    /// How a table shows the values of a column. Programs get them unchanged.
    public enum Kind {
        TEXT,
        /// Digits, to the right.
        NUMBER,
        /// A size such as `1.2 MB`, to the right.
        BYTES,
        /// The first ten digits of an id.
        SHORT_ID,
        /// Not in tables.
        HIDDEN
    }

    public static Column text(String name) {
        return new Column(name, heading(name), Kind.TEXT);
    }

    public static Column text(String name, String heading) {
        return new Column(name, heading, Kind.TEXT);
    }

    public static Column number(String name) {
        return new Column(name, heading(name), Kind.NUMBER);
    }

    /// A size in bytes.
    public static Column bytes(String name) {
        return new Column(name, heading(name), Kind.BYTES);
    }

    /// An id that tables show shortened.
    public static Column shortId(String name) {
        return new Column(name, heading(name), Kind.SHORT_ID);
    }

    /// A column that only programs see.
    public static Column hidden(String name) {
        return new Column(name, heading(name), Kind.HIDDEN);
    }

    static String heading(String name) {
        return name.replace('_', ' ');
    }
}
