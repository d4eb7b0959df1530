package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;

/// What happens when a file is opened: a new one gets its format, any other is recognized, and its schema is brought
/// up to date.
final class FirstSession {
    /// Pages are 4 KiB: each of some hundred tables and indexes has at least one, so larger ones made a small
    /// temple four
    /// times as large, and one of a project of 1,600 files a fifth (docs/adr/0008-local-database.md).
    private static final String NEW_FILE = "PRAGMA page_size = 4096;";

    private final SqliteOptions options;
    private final SqliteErrors errors;

    FirstSession(SqliteOptions options, SqliteErrors errors) {
        this.options = options;
        this.errors = errors;
    }

    /// Makes the first connection, which `sessions` keep.
    void open(SessionPool sessions) throws SQLException {
        var session = sessions.connect();
        try {
            identify(session);
            sessions.configure(session);
            migrate(new Migrator(session, options.migrations()));
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
        sessions.give(session);
    }

    private void identify(Session session) throws SQLException {
        if (options.access() == SqliteOptions.Access.CREATE) {
            initialize(session);
        }
        if (options.applicationId() != 0 && session.selectLong("PRAGMA application_id") != options.applicationId()) {
            throw errors.of(ErrorCode.TEMPLE_NOT_A_TEMPLE, "is a SQLite database of another program.");
        }
    }

    /// Gives an empty file our format. Another process may be doing the same; every step can be repeated.
    private void initialize(Session session) throws SQLException {
        long deadline = System.nanoTime() + options.busyTimeout().toNanos();
        while (true) {
            try {
                if (session.selectLong("PRAGMA application_id") == 0
                        && session.selectLong("SELECT count(*) FROM sqlite_schema") == 0) {
                    session.execute(NEW_FILE + SessionPool.LOG + "PRAGMA application_id = " + options.applicationId());
                }
                return;
            } catch (SQLException e) {
                // SQLite does not wait for others when it changes the journal mode.
                if (!SqliteErrors.isBusy(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void migrate(Migrator migrator) throws SQLException {
        if (options.migrations().isNone()) {
            return;
        }
        int version = migrator.version();
        migrator.requireNotNewer(version);
        if (version == options.migrations().latest() || !options.migrateOnOpen()) {
            return;
        }
        if (options.isReadOnly()) {
            throw errors.of(
                    ErrorCode.TEMPLE_UNWRITABLE,
                    "has the older schema version " + version + " and must be opened for writing once.");
        }
        migrator.upgrade();
        migrator.checkpoint();
    }
}
