package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of databases.
public final class SqliteDatabases {
    private static final String ADD =
            "INSERT INTO databases (name, description, created_at) VALUES (:name, :description, :now)";
    private static final String FIND =
            "SELECT id, name, description, maintenance, created_at FROM databases WHERE name = :name";
    private static final String LIST = "SELECT id, name, description, maintenance, created_at FROM databases"
            + " WHERE name NOT GLOB '__deleted_*' ORDER BY name";
    private static final String SET_MAINTENANCE = "UPDATE databases SET maintenance = :reason WHERE id = :id";
    private static final String REMOVE = "DELETE FROM databases WHERE id = :id";

    private final Transaction tx;
    private final Clock clock;

    SqliteDatabases(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /// Adds a database, and returns its number.
    ///
    /// @throws TempleException with `DATABASE_EXISTS`
    public long add(String name, String description) {
        requireFree(name);
        tx.update(ADD)
                .bind("name", name)
                .bind("description", description)
                .bind("now", clock.instant())
                .execute();
        return tx.lastInsertRowId();
    }

    void requireFree(String name) {
        if (find(name).isPresent()) {
            throw new TempleException(ErrorCode.DATABASE_EXISTS, "The database %s exists already.".formatted(name));
        }
    }

    public Optional<DatabaseRow> find(String name) {
        if (SqliteDeleted.isHidden(name)) {
            return Optional.empty();
        }
        return tx.query(FIND).bind("name", name).first(SqliteDatabases::toDatabase);
    }

    /// @throws TempleException with `DATABASE_NOT_FOUND`
    public DatabaseRow get(String name) {
        return find(name)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.DATABASE_NOT_FOUND, "The database '%s' does not exist.".formatted(name)));
    }

    /// The database, when writes to it are not refused.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND` or `DATABASE_IN_MAINTENANCE`
    public DatabaseRow getWritable(String name) {
        var database = get(name);
        database.maintenance().ifPresent(reason -> {
            throw inMaintenance(name, reason);
        });
        return database;
    }

    /// What a write that is refused is told.
    public static TempleException inMaintenance(String name, String reason) {
        return new TempleException(
                ErrorCode.DATABASE_IN_MAINTENANCE,
                "The database '%s' is in maintenance and takes no writes: %s".formatted(name, reason));
    }

    /// All databases, by name; not those that were deleted.
    public List<DatabaseRow> list() {
        return tx.query(LIST).list(SqliteDatabases::toDatabase);
    }

    /// Refuses writes for `reason`, or takes them again when it is null.
    public void setMaintenance(long id, @Nullable String reason) {
        tx.update(SET_MAINTENANCE).bind("reason", reason).bind("id", id).execute();
    }

    /// Removes a database with its branches, tenants, versions and changes; files stay.
    public void remove(long id) {
        tx.update(REMOVE).bind("id", id).execute();
    }

    private static DatabaseRow toDatabase(Row row) {
        return new DatabaseRow(
                row.longValue("id"),
                row.text("name"),
                row.text("description"),
                Optional.ofNullable(row.nullableText("maintenance")),
                row.instant("created_at"));
    }
}
