package dev.templedb.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/// A statement without parameters, compiled once and run with single calls of the library: what every transaction
/// begins and ends with must not cost as much as the work between.
final class Command implements AutoCloseable {
    private final DB database;
    private final PreparedStatement prepared;
    private final SafeStmtPtr compiled;

    Command(Session session, String sql) throws SQLException {
        this.database = session.database();
        this.prepared = session.connection().prepareStatement(sql);
        @Nullable SafeStmtPtr pointer = ((CoreStatement) prepared).pointer;
        if (pointer == null) {
            throw new IllegalArgumentException("nothing to run in: " + sql);
        }
        this.compiled = pointer;
    }

    /// Runs a statement that gives no rows.
    void run() throws SQLException {
        int code = compiled.safeRunInt(DB::step);
        int reset = compiled.safeRunInt(DB::reset);
        if (code != Codes.SQLITE_DONE) {
            database.throwex(reset == Codes.SQLITE_OK ? code : reset);
        }
    }

    /// The number in the first column of the only row.
    long number() throws SQLException {
        int code = compiled.safeRunInt(DB::step);
        long value =
                code == Codes.SQLITE_ROW ? compiled.safeRunLong((db, statement) -> db.column_long(statement, 0)) : 0;
        int reset = compiled.safeRunInt(DB::reset);
        if (code != Codes.SQLITE_ROW) {
            database.throwex(reset == Codes.SQLITE_OK ? code : reset);
        }
        return value;
    }

    @Override
    public void close() throws SQLException {
        prepared.close();
    }
}
