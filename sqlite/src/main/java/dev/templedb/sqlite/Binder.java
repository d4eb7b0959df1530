package dev.templedb.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Gives values to the parameters of a statement, by name (`:slug`) or by number from 1 (`?1`).
///
/// A null text, blob, number or instant is stored as NULL; a boolean as 1 or 0; an instant as UTC text with
/// milliseconds, such as `2026-01-02T03:04:05.678Z`. Arrays are read when the statement runs and not copied.
///
/// @param <S> the statement type that each method returns
public abstract sealed class Binder<S extends Binder<S>> permits Query, Update {
    private final Transaction transaction;
    private final Statement statement;

    Binder(Transaction transaction, String sql) {
        this.transaction = transaction;
        this.statement = transaction.statement(sql);
    }

    public S bind(String name, @Nullable String value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, @Nullable String value) {
        if (value == null) {
            statement.setNull(index);
        } else {
            statement.set(index, value);
        }
        return self();
    }

    public S bind(String name, long value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, long value) {
        statement.set(index, value);
        return self();
    }

    public S bind(String name, @Nullable Long value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, @Nullable Long value) {
        return value == null ? bindNull(index) : bind(index, value.longValue());
    }

    public S bind(String name, double value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, double value) {
        statement.set(index, value);
        return self();
    }

    public S bind(String name, boolean value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, boolean value) {
        return bind(index, value ? 1L : 0L);
    }

    public S bind(String name, byte @Nullable [] value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, byte @Nullable [] value) {
        if (value == null) {
            statement.setNull(index);
        } else {
            statement.set(index, value);
        }
        return self();
    }

    public S bind(String name, @Nullable Instant value) {
        return bind(statement.indexOf(name), value);
    }

    public S bind(int index, @Nullable Instant value) {
        return bind(index, value == null ? null : InstantText.format(value));
    }

    /// Gives a value as it is kept: null, `Long`, `Double`, `String` or `byte[]`.
    public S bindValue(int index, @Nullable Object value) {
        return switch (value) {
            case null -> bindNull(index);
            case Long whole -> bind(index, whole.longValue());
            case Double real -> bind(index, real.doubleValue());
            case String text -> bind(index, text);
            case byte[] bytes -> bind(index, bytes);
            default -> throw new IllegalArgumentException("not a value of SQLite: " + value.getClass());
        };
    }

    public S bindNull(String name) {
        return bindNull(statement.indexOf(name));
    }

    public S bindNull(int index) {
        statement.setNull(index);
        return self();
    }

    abstract S self();

    Transaction transaction() {
        return transaction;
    }

    Statement statement() {
        return statement;
    }
}
