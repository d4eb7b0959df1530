package dev.templedb.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;

/// A bare connection without our settings, for tests that break rules.
final class Open implements AutoCloseable {
    private final Session session;

    private Open(Session session) {
        this.session = session;
    }

    static Open withoutForeignKeys(Path path) {
        try {
            return new Open(Session.open(Session.uri(path), false, 1000, new SqliteErrors("file", path)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String script) {
        try {
            session.execute(script);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
