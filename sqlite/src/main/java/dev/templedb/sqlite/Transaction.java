package dev.templedb.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One consistent view of the file, and, in [SqliteFile#write], a set of changes that happen together or not at all.
///
/// Valid only inside the function it was given to, and only on its thread. SQL is written whole, as a text block, with
/// named (`:slug`) or numbered (`?1`) parameters; statements are prepared once per connection and kept.
public final class Transaction {
    private final Session session;
    private final @Nullable StatementCounter counter;
    private final List<Cursor> open = new ArrayList<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean ended;

    Transaction(Session session, @Nullable StatementCounter counter) {
        this.session = session;
        this.counter = counter;
    }

    /// Prepares a statement that returns rows.
    public Query query(String sql) {
        return new Query(this, sql);
    }

    /// Prepares a statement that changes something.
    public Update update(String sql) {
        return new Update(this, sql);
    }

    /// Runs every statement of `script`, which has no parameters: for statements that change a schema, and are not
    /// worth keeping. It must not begin or end a transaction.
    public void script(String script) {
        countStatement();
        try {
            session.execute(script);
        } catch (SQLException e) {
            throw errors().translate(e);
        }
    }

    /// Prepares `sql` once and lets `work` run it for many rows.
    ///
    /// @return how many rows were changed in all
    public long batch(String sql, Consumer<Batch> work) {
        countStatement();
        var statement = statement(sql);
        var batch = new Batch(statement);
        try {
            work.accept(batch);
        } finally {
            statement.release();
        }
        if (counter != null) {
            counter.countBatchRows(batch.rows());
        }
        return batch.changed();
    }

    /// The `rowid` of the last row inserted on this connection.
    public long lastInsertRowId() {
        return query("SELECT last_insert_rowid()").longValue();
    }

    /// The number that the program keeps in the file (`PRAGMA user_version`), of the state that this transaction
    /// sees.
    /// Costs about a microsecond, and fixes that state when nothing has been read before.
    public long userVersion() {
        requireOpen();
        try {
            return session.userVersion();
        } catch (SQLException e) {
            throw errors().translate(e);
        }
    }

    /// Keeps `version` in the file, with what else this transaction changes.
    public void setUserVersion(int version) {
        script("PRAGMA user_version = " + version);
    }

    /// Runs `work` in this transaction when all else in it is done, just before it is committed; not at all when it
    /// fails.
    public void beforeCommit(Runnable work) {
        requireOpen();
        atEnd.add(work);
    }

    void runBeforeCommit() {
        for (var work : List.copyOf(atEnd)) {
            work.run();
        }
    }

    Statement statement(String sql) {
        requireOpen();
        return session.statement(sql);
    }

    Session session() {
        return session;
    }

    SqliteErrors errors() {
        return session.errors();
    }

    void countStatement() {
        requireOpen();
        if (counter != null) {
            counter.countStatement();
        }
    }

    Cursor track(Cursor cursor) {
        open.add(cursor);
        return cursor;
    }

    void untrack(Cursor cursor) {
        open.remove(cursor);
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the transaction has ended");
        }
    }

    /// Closes what is still being read, so that nothing outlives the transaction.
    void end() {
        ended = true;
        for (var cursor : List.copyOf(open)) {
            cursor.close();
        }
    }
}
