package dev.templedb.cathedral.nodes;

import java.util.Optional;
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

    private static final String ANNOUNCE = """
            INSERT INTO nodes (number, address, is_public) VALUES (:node, :address, :isPublic)
            ON CONFLICT (number) DO NOTHING
            """;

    private static final String FORGET_ENDED = """
            DELETE FROM nodes n
             WHERE NOT EXISTS (SELECT FROM pg_locks
                                WHERE locktype = 'advisory' AND granted AND classid = CAST(:key AS oid)
                                  AND objid = CAST(n.number AS oid) AND objsubid = 2
                                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """;

    private static final String ADDRESS = """
            SELECT n.address
              FROM nodes n
             WHERE EXISTS (SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted AND classid = CAST(:key AS oid)
                              AND objid = CAST(n.number AS oid) AND objsubid = 2
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
             ORDER BY n.is_public DESC, n.since DESC, n.number
             LIMIT 1
            """;

    /// Takes the lock for the session of `handle`.
    void appear(Handle handle, int node) {
        handle.createQuery("SELECT CAST(pg_advisory_lock(:key, :node) AS text)")
                .bind("key", KEY)
                .bind("node", node)
                .mapTo(String.class)
                .one();
    }

    /// Says where users reach a node that holds its lock.
    void announce(Handle handle, int node, Nodes.Address address) {
        handle.createUpdate(FORGET_ENDED).bind("key", KEY).execute();
        handle.createUpdate(ANNOUNCE)
                .bind("node", node)
                .bind("address", address.text())
                .bind("isPublic", address.isPublic())
                .execute();
    }

    /// Where users reach a node that is alive; of several, one with a public address, and the youngest of those.
    Optional<String> address(Handle handle) {
        return handle.createQuery(ADDRESS).bind("key", KEY).mapTo(String.class).findOne();
    }

    void disappear(Handle handle, int node) {
        handle.execute("DELETE FROM nodes WHERE number = ?", node);
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
