package dev.templedb.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Many rows for one statement that is prepared once. Made by [Transaction#batch].
///
/// Set every parameter, from 1, then [#add] the row; the values stay for the next row until they are set again.
/// About a million rows of four columns per second go into a plain table.
public final class Batch {
    private final Statement statement;
    private long rows;
    private long changed;

    Batch(Statement statement) {
        this.statement = statement;
    }

    public Batch set(int index, long value) {
        statement.set(index, value);
        return this;
    }

    public Batch set(int index, double value) {
        statement.set(index, value);
        return this;
    }

    public Batch set(int index, boolean value) {
        statement.set(index, value ? 1L : 0L);
        return this;
    }

    /// Sets text; null is stored as NULL.
    public Batch set(int index, @Nullable String value) {
        if (value == null) {
            return setNull(index);
        }
        statement.set(index, value);
        return this;
    }

    /// Sets a blob, read when the row is added; null is stored as NULL.
    public Batch set(int index, byte @Nullable [] value) {
        if (value == null) {
            return setNull(index);
        }
        statement.set(index, value);
        return this;
    }

    /// Sets an instant as UTC text with milliseconds; null is stored as NULL.
    public Batch set(int index, @Nullable Instant value) {
        return set(index, value == null ? null : InstantText.format(value));
    }

    /// Sets a value as it is kept: null, `Long`, `Double`, `String` or `byte[]`.
    public Batch setValue(int index, @Nullable Object value) {
        return switch (value) {
            case null -> setNull(index);
            case Long whole -> set(index, whole.longValue());
            case Double real -> set(index, real.doubleValue());
            case String text -> set(index, text);
            case byte[] bytes -> set(index, bytes);
            default -> throw new IllegalArgumentException("not a value of SQLite: " + value.getClass());
        };
    }

    public Batch setNull(int index) {
        statement.setNull(index);
        return this;
    }

    /// Runs the statement with the values set.
    public void add() {
        changed += statement.executeUpdate();
        rows++;
    }

    /// Rows added so far.
    public long rows() {
        return rows;
    }

    long changed() {
        return changed;
    }
}
