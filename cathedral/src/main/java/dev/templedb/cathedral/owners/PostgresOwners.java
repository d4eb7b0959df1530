package dev.templedb.cathedral.owners;

import dev.templedb.cathedral.sql.PostgresRows;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

final class PostgresOwners {
    private static final String TAKE = """
            INSERT INTO owners (name, kind)
            VALUES (:name, :kind)
            ON CONFLICT (lower(name)) DO NOTHING
            RETURNING id
            """;

    private static final String FIND = """
            SELECT id, name, kind
              FROM owners
             WHERE lower(name) = lower(:name) AND kind <> 'reserved'
            """;

    Optional<UUID> take(Handle handle, String name, Owners.Kind kind) {
        return handle.createQuery(TAKE)
                .bind("name", name)
                .bind("kind", kind.word())
                .mapTo(UUID.class)
                .findOne();
    }

    boolean isFree(Handle handle, String name) {
        return handle.createQuery("SELECT NOT EXISTS (SELECT FROM owners WHERE lower(name) = lower(:name))")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    void release(Handle handle, UUID id) {
        handle.execute("DELETE FROM owners WHERE id = ?", id);
    }

    Optional<Owners.Owner> find(Handle handle, String name) {
        return handle.createQuery(FIND)
                .bind("name", name)
                .map((row, context) -> new Owners.Owner(
                        PostgresRows.id(row, "id"),
                        row.getString("name"),
                        Owners.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT))))
                .findOne();
    }
}
