package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// A statement that returns rows. Made by [Transaction#query], and read by one of its methods, once.
///
/// The mapper sees each row once, in order, and must not keep the [Row].
public final class Query extends Binder<Query> {
    Query(Transaction transaction, String sql) {
        super(transaction, sql);
    }

    /// All rows, in memory.
    public <T> List<T> list(Function<Row, T> mapper) {
        var values = new ArrayList<T>();
        forEach(row -> values.add(mapper.apply(row)));
        return values;
    }

    /// The first row, or nothing. Later rows are not read.
    public <T> Optional<T> first(Function<Row, T> mapper) {
        try (var cursor = open()) {
            return cursor.next() ? Optional.of(mapper.apply(cursor.row())) : Optional.empty();
        }
    }

    /// The number in the first column of the first row, as of `SELECT count(*)`.
    public long longValue() {
        return first(row -> row.longValue(1))
                .orElseThrow(
                        () -> transaction().errors().of(ErrorCode.INTERNAL, "gave no row where one was expected."));
    }

    /// Whether there is any row.
    public boolean exists() {
        return first(row -> true).isPresent();
    }

    /// Calls `consumer` for each row as it is read; memory use does not depend on the number of rows.
    public void forEach(Consumer<Row> consumer) {
        try (var cursor = open()) {
            while (cursor.next()) {
                consumer.accept(cursor.row());
            }
        }
    }

    /// Rows as they are read, one at a time. Sequential. Ends with the transaction at the latest; close it
    /// when it is not read to the end.
    public <T> Stream<T> stream(Function<Row, T> mapper) {
        return open().stream(mapper);
    }

    @Override
    Query self() {
        return this;
    }

    private Cursor open() {
        transaction().countStatement();
        return transaction().track(new Cursor(transaction(), statement()));
    }
}
