package dev.templedb.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/// The connections to one file: made when they are needed, and a few kept for whoever comes next. Thread-safe.
final class SessionPool {
    private static final int MAX_IDLE = 4;

    /// Lasts, but a restored backup does not have it; costs nothing where it is set already.
    static final String LOG = "PRAGMA journal_mode = WAL;";

    private static final String SINGLE = """
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cache_size = -16384;
            PRAGMA wal_autocheckpoint = 4000;
            """;

    private static final String SMALL = """
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            PRAGMA cache_size = -2048;
            PRAGMA wal_autocheckpoint = 0;
            """;

    private final Path path;
    private final SqliteOptions options;
    private final SqliteErrors errors;
    private final Deque<Session> idle = new ArrayDeque<>();
    private boolean closed;

    SessionPool(Path path, SqliteOptions options, SqliteErrors errors) {
        this.path = path;
        this.options = options;
        this.errors = errors;
    }

    /// A connection that nobody else uses until [#give] takes it back.
    Session take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("the file has been closed: " + path);
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        var session = connect();
        configure(session);
        return session;
    }

    /// Keeps the connection, or ends it when it is not needed or not usable any more.
    void give(Session session) {
        synchronized (idle) {
            if (!closed && session.isUsable() && idle.size() < MAX_IDLE) {
                idle.push(session);
                return;
            }
        }
        session.close();
    }

    /// A new connection without our settings.
    Session connect() throws SQLException {
        long busyMillis = options.busyTimeout().toMillis();
        return options.isReadOnly()
                ? Session.openForReading(path, busyMillis, errors)
                : Session.open(Session.uri(path), false, busyMillis, errors);
    }

    void configure(Session session) throws SQLException {
        String settings = switch (options.profile()) {
            case SINGLE -> SINGLE;
            case MANY -> "PRAGMA synchronous = NORMAL;" + SMALL;
            case UNFINISHED -> "PRAGMA synchronous = OFF;" + SMALL;
        };
        session.execute(options.isReadOnly() ? settings : settings + LOG);
    }

    /// Ends all connections that are not in use; the others end when they are given back.
    void close() {
        var sessions = new ArrayList<Session>();
        synchronized (idle) {
            closed = true;
            sessions.addAll(idle);
            idle.clear();
        }
        sessions.forEach(Session::close);
    }
}
