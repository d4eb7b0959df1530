package dev.templedb.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The rows of a running query. Gives its statement back when closed, which happens by itself after the last row.
final class Cursor implements AutoCloseable {
    private final Transaction transaction;
    private final Statement statement;
    private final ResultSet rows;
    private final Row row;
    private boolean closed;

    Cursor(Transaction transaction, Statement statement) {
        this.transaction = transaction;
        this.statement = statement;
        this.rows = execute();
        this.row = new Row(rows, transaction.errors());
    }

    private ResultSet execute() {
        try {
            return statement.executeQuery();
        } catch (RuntimeException e) {
            statement.release();
            throw e;
        }
    }

    Row row() {
        return row;
    }

    boolean next() {
        if (closed) {
            return false;
        }
        try {
            if (rows.next()) {
                return true;
            }
        } catch (SQLException e) {
            throw statement.translate(e);
        }
        close();
        return false;
    }

    <T> Stream<T> stream(Function<Row, T> mapper) {
        var source = new AbstractSpliterator<T>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(Consumer<? super T> action) {
                boolean found = next();
                if (found) {
                    action.accept(mapper.apply(row));
                }
                return found;
            }
        };
        return StreamSupport.stream(source, false).onClose(this::close);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        transaction.untrack(this);
        try {
            rows.close();
        } catch (SQLException closedByTheDriverWhenItFailed) {
            // What failed has been told by next().
        } finally {
            statement.release();
        }
    }
}
