package dev.templedb.sqlite;

/// One value of a query's result, with the type that SQLite gave it.
public sealed interface SqlValue {
    /// No value.
    record Null() implements SqlValue {}

    /// A whole number of up to 64 bits.
    record Whole(long value) implements SqlValue {}

    /// A floating-point number.
    record Real(double value) implements SqlValue {}

    /// A text.
    record Text(String value) implements SqlValue {}

    /// Bytes; the array is not copied.
    @SuppressWarnings("ArrayRecordComponent")
    record Blob(byte[] value) implements SqlValue {}
}
