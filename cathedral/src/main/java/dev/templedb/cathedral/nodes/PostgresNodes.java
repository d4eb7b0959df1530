package dev.templedb.cathedral.nodes;

import org.jdbi.v3.core.Handle;

/// A node is alive while a session of the database holds the lock of its number: PostgreSQL lets go of it when the
/// connection ends, however the process came to its end.
final class PostgresNodes {
    /// Any number that is used for nothing else.
    private static final int KEY = 7234503;

    private static final String ALIVE = """
            SELECT EXISTS (SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted AND classid = CAST(:key AS oid)
                              AND objid = CAST(:node AS oid) AND objsubid = 2
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """;

    /// Takes the lock for the session of `handle`.
    void appear(Handle handle, int node) {
        handle.createQuery("SELECT CAST(pg_advisory_lock(:key, :node) AS text)")
                .bind("key", KEY)
                .bind("node", node)
                .mapTo(String.class)
                .one();
    }

    void disappear(Handle handle, int node) {
        handle.createQuery("SELECT pg_advisory_unlock(:key, :node)")
                .bind("key", KEY)
                .bind("node", node)
                .mapTo(Boolean.class)
                .one();
    }

    boolean isAlive(Handle handle, int node) {
        return handle.createQuery(ALIVE)
                .bind("key", KEY)
                .bind("node", node)
                .mapTo(Boolean.class)
                .one();
    }
}
