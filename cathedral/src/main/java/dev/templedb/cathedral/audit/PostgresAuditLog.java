package dev.templedb.cathedral.audit;

import dev.templedb.cathedral.sql.Json;
import dev.templedb.cathedral.sql.PostgresRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

final class PostgresAuditLog {
    /// Any number that is used for nothing else.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(7234501)";

    private static final String LAST = """
            SELECT number, hash
              FROM audit_log
             ORDER BY number DESC
             LIMIT 1
            """;

    private static final String APPEND = """
            INSERT INTO audit_log (id, number, user_id, actor, action, resource_type, resource_id, resource_name,
                                   metadata, ip_address, user_agent, token_id, request_id, created_at,
                                   previous_hash, hash)
            VALUES (:id, :number, :user, :actor, :action, :resourceType, :resourceId, :resourceName,
                    CAST(:metadata AS jsonb), CAST(:address AS inet), :userAgent, :token, :requestId, :createdAt,
                    :previousHash, :hash)
            """;

    private static final String BEHIND = """
            SELECT id, number, user_id, actor, action, resource_type, resource_id, resource_name, metadata,
                   host(ip_address) AS address, user_agent, token_id, request_id, created_at, previous_hash, hash
              FROM audit_log
             WHERE CAST(:after AS bigint) IS NULL OR number > :after
             ORDER BY number
            """;

    private static final String PAGE = """
            SELECT id, number, user_id, actor, action, resource_type, resource_id, resource_name, metadata,
                   host(ip_address) AS address, user_agent, token_id, request_id, created_at, previous_hash, hash
              FROM audit_log
             WHERE (CAST(:resource AS uuid) IS NULL OR resource_id = :resource)
               AND (CAST(:user AS uuid) IS NULL OR user_id = :user)
               AND (CAST(:action AS text) IS NULL OR action = :action)
               AND (CAST(:before AS bigint) IS NULL OR number < :before)
             ORDER BY number DESC
             LIMIT :limit
            """;

    /// The number and the hash of the last entry.
    record Last(long number, String hash) {}

    /// A new id, and an address in the database's own form.
    record Normal(UUID id, @Nullable String address) {}

    /// Keeps others from appending until the transaction ends.
    Last lockLast(Handle handle) {
        handle.createQuery(LOCK).mapToMap().one();
        return last(handle);
    }

    Last last(Handle handle) {
        return handle.createQuery(LAST)
                .map((row, context) -> new Last(row.getLong("number"), row.getString("hash")))
                .findOne()
                .orElse(new Last(0, AuditEntry.BEGINNING));
    }

    /// The address as the database will give it back, which the hash is made of; and with it a new id.
    Normal normal(Handle handle, @Nullable String address) {
        return handle.createQuery("SELECT new_id() AS id, host(CAST(:address AS inet)) AS address")
                .bind("address", address)
                .map((row, context) -> new Normal(PostgresRows.id(row, "id"), row.getString("address")))
                .one();
    }

    void append(Handle handle, AuditEntry entry) {
        handle.createUpdate(APPEND)
                .bind("id", entry.id())
                .bind("number", entry.number())
                .bind("user", entry.user())
                .bind("actor", entry.actor())
                .bind("action", entry.action())
                .bind("resourceType", entry.resourceType())
                .bind("resourceId", entry.resourceId())
                .bind("resourceName", entry.resourceName())
                .bind("metadata", Json.write(entry.metadata()))
                .bind("address", entry.address())
                .bind("userAgent", entry.userAgent())
                .bind("token", entry.token())
                .bind("requestId", entry.requestId())
                .bind("createdAt", OffsetDateTime.ofInstant(entry.createdAt(), ZoneOffset.UTC))
                .bind("previousHash", entry.previousHash())
                .bind("hash", entry.hash())
                .execute();
    }

    /// Entries in order; in a transaction they are fetched a few at a time.
    ///
    /// @param after only those behind this number; null for all
    ResultIterator<AuditReader.Written> behind(Handle handle, @Nullable Long after) {
        return handle.createQuery(BEHIND)
                .bind("after", after)
                .setFetchSize(1000)
                .map(PostgresAuditLog::written)
                .iterator();
    }

    /// Entries, newest first.
    List<AuditReader.Written> page(
            Handle handle,
            @Nullable UUID resource,
            @Nullable UUID user,
            @Nullable String action,
            @Nullable Long before,
            int limit) {
        return handle.createQuery(PAGE)
                .bind("resource", resource)
                .bind("user", user)
                .bind("action", action)
                .bind("before", before)
                .bind("limit", limit)
                .map(PostgresAuditLog::written)
                .list();
    }

    private static AuditReader.Written written(ResultSet row, StatementContext context) throws SQLException {
        return new AuditReader.Written(
                new AuditEntry(
                        row.getLong("number"),
                        PostgresRows.id(row, "id"),
                        PostgresRows.idOrNull(row, "user_id"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("resource_type"),
                        PostgresRows.idOrNull(row, "resource_id"),
                        row.getString("resource_name"),
                        Json.read(row.getString("metadata")),
                        row.getString("address"),
                        row.getString("user_agent"),
                        PostgresRows.idOrNull(row, "token_id"),
                        row.getString("request_id"),
                        PostgresRows.instant(row, "created_at"),
                        row.getString("previous_hash")),
                row.getString("hash"));
    }
}
