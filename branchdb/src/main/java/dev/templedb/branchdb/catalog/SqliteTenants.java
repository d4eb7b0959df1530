package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The table of tenants.
public final class SqliteTenants {
    private static final String ADD = "INSERT INTO tenants (branch, name, created_at) VALUES (:branch, :name, :now)";
    private static final String ADD_FILES = """
            INSERT INTO tenants (branch, name, file, created_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (branch, name) DO NOTHING
            """;
    private static final String LAST = "SELECT coalesce(max(id), 0) FROM tenants";
    private static final String FIND =
            "SELECT id, branch, name, file, created_at FROM tenants WHERE branch = :branch AND name = :name";
    private static final String GET =
            "SELECT id, branch, name, file, created_at FROM tenants WHERE branch = :branch AND id = :id";
    private static final String LIST =
            "SELECT id, branch, name, file, created_at FROM tenants WHERE branch = :branch ORDER BY name";
    private static final String RENAME = "UPDATE tenants SET name = :name WHERE id = :id";
    private static final String REMOVE = "DELETE FROM tenants WHERE id = :id";
    private static final String FORK = """
            INSERT INTO tenants (branch, name, file, created_at)
            SELECT :target, name, file, :now FROM tenants WHERE branch = :source ORDER BY id
            """;
    private static final String PLACE = """
            SELECT d.id, d.maintenance, b.id, b.head, t.id, t.file, b.template,
                   EXISTS (SELECT 1 FROM tenants o WHERE o.file = t.file AND o.id <> t.id)
                   OR EXISTS (SELECT 1 FROM frozen_files f WHERE f.file = t.file)
              FROM databases d
              JOIN branches b ON b.database = d.id AND b.name = ?2
              JOIN tenants t ON t.branch = b.id AND t.name = ?3
             WHERE d.name = ?1
            """;
    private static final String OWN_FILE = """
            UPDATE tenants SET file = :next
             WHERE id = :id AND file IS :before
               AND (:before IS NULL
                    OR EXISTS (SELECT 1 FROM tenants o WHERE o.file = :before AND o.id <> :id)
                    OR EXISTS (SELECT 1 FROM frozen_files f WHERE f.file = :before))
            """;
    private static final String SHARES_WITH_OTHERS = """
            SELECT 1
              FROM tenants t JOIN branches other ON other.id = t.branch
             WHERE t.file = :file AND other.head <> (SELECT head FROM branches WHERE id = :branch)
            UNION ALL
            SELECT 1 FROM frozen_files WHERE file = :file
            """;
    private static final String REPLACE_FILE = "UPDATE tenants SET file = :next WHERE id = :id AND file IS :before";
    private static final String SWAP = "UPDATE tenants SET file = :next WHERE branch = :branch AND file = :before";

    private final Transaction tx;
    private final Clock clock;

    SqliteTenants(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /// Adds a tenant without a file.
    ///
    /// @throws TempleException with `TENANT_EXISTS`
    public void add(long branch, String name) {
        requireFree(branch, name);
        tx.update(ADD)
                .bind("branch", branch)
                .bind("name", name)
                .bind("now", clock.instant())
                .execute();
    }

    /// Adds many tenants at once, each with its file when it has one.
    ///
    /// @throws TempleException with `TENANT_EXISTS`
    public void addAll(long branch, List<String> names, List<Long> files) {
        var now = clock.instant();
        long last = tx.query(LAST).longValue();
        long added = tx.batch(ADD_FILES, batch -> {
            for (int i = 0; i < names.size(); i++) {
                batch.set(1, branch).set(2, names.get(i)).set(4, now);
                if (files.isEmpty()) {
                    batch.setNull(3).add();
                } else {
                    batch.set(3, files.get(i)).add();
                }
            }
        });
        if (added != names.size()) {
            // All of them are there now; those that were not added have an older number.
            throw exists(names.stream()
                    .filter(name -> get(branch, name).id() <= last)
                    .findFirst()
                    .orElseGet(names::getFirst));
        }
    }

    /// Adds a tenant that has the data of `source`, by its file.
    ///
    /// @throws TempleException with `TENANT_EXISTS`
    public void addCopy(TenantRow source, String name) {
        requireFree(source.branch(), name);
        tx.batch(ADD_FILES, batch -> {
            batch.set(1, source.branch()).set(2, name).set(4, clock.instant());
            if (source.isLazy()) {
                batch.setNull(3).add();
            } else {
                batch.set(3, source.file().getAsLong()).add();
            }
        });
    }

    void requireFree(long branch, String name) {
        if (find(branch, name).isPresent()) {
            throw exists(name);
        }
    }

    private static TempleException exists(String name) {
        return new TempleException(ErrorCode.TENANT_EXISTS, "The tenant '%s' exists already.".formatted(name));
    }

    public Optional<TenantRow> find(long branch, String name) {
        return tx.query(FIND).bind("branch", branch).bind("name", name).first(SqliteTenants::toTenant);
    }

    /// @throws TempleException with `TENANT_NOT_FOUND`
    public TenantRow get(long branch, String name) {
        return find(branch, name).orElseThrow(() -> notFound(name));
    }

    private static TempleException notFound(String name) {
        return new TempleException(ErrorCode.TENANT_NOT_FOUND, "The tenant '%s' does not exist.".formatted(name));
    }

    /// The tenants of a branch, by name.
    public List<TenantRow> list(long branch) {
        return tx.query(LIST).bind("branch", branch).list(SqliteTenants::toTenant);
    }

    /// The tenant with that number, if it still is on `branch`.
    public Optional<TenantRow> find(long branch, long id) {
        return tx.query(GET).bind("branch", branch).bind("id", id).first(SqliteTenants::toTenant);
    }

    /// @throws TempleException with `TENANT_EXISTS`
    public void rename(TenantRow tenant, String name) {
        requireFree(tenant.branch(), name);
        tx.update(RENAME).bind("name", name).bind("id", tenant.id()).execute();
    }

    /// Removes a tenant; its file stays.
    public void remove(long id) {
        tx.update(REMOVE).bind("id", id).execute();
    }

    /// Gives the branch `target` all tenants of `source`, on the same files.
    public void fork(long source, long target) {
        tx.update(FORK)
                .bind("target", target)
                .bind("source", source)
                .bind("now", clock.instant())
                .execute();
    }

    /// Where the data of a tenant is.
    ///
    /// @param epoch from before the transaction began
    /// @throws TempleException with `DATABASE_NOT_FOUND`, `DATABASE_BRANCH_NOT_FOUND` or `TENANT_NOT_FOUND`
    public TenantPlace place(long epoch, String database, String branch, String tenant) {
        if (SqliteDeleted.isHidden(database) || SqliteDeleted.isHidden(branch)) {
            throw missing(database, branch, tenant);
        }
        return tx.query(PLACE)
                .bind(1, database)
                .bind(2, branch)
                .bind(3, tenant)
                .first(row -> toPlace(epoch, row))
                .orElseThrow(() -> missing(database, branch, tenant));
    }

    private TempleException missing(String database, String branch, String tenant) {
        long id = new SqliteDatabases(tx, clock).get(database).id();
        new SqliteBranches(tx, clock).get(id, branch);
        return notFound(tenant);
    }

    /// Gives a tenant a file of its own, when it still has the one `before`, or none, and others have that one,
    /// too.
    ///
    /// @return whether it was so
    public boolean own(long id, OptionalLong before, long next) {
        return tx.update(OWN_FILE)
                        .bind("next", next)
                        .bind("id", id)
                        .bind("before", Rows.nullable(before))
                        .execute()
                == 1;
    }

    /// Gives a tenant another file, when it still has the one `before`, or none.
    ///
    /// @return whether it was so
    public boolean replace(long id, OptionalLong before, long next) {
        return tx.update(REPLACE_FILE)
                        .bind("next", next)
                        .bind("id", id)
                        .bind("before", Rows.nullable(before))
                        .execute()
                == 1;
    }

    /// Whether a tenant of a branch at another version has that file, or it stays as it is for merges of rows.
    public boolean sharesWithOtherVersions(long file, long branch) {
        return tx.query(SHARES_WITH_OTHERS)
                .bind("file", file)
                .bind("branch", branch)
                .exists();
    }

    /// Gives all tenants of a branch that have the file `before` the file `next`, and returns how many did.
    public long swap(long branch, long before, long next) {
        return tx.update(SWAP)
                .bind("next", next)
                .bind("branch", branch)
                .bind("before", before)
                .execute();
    }

    private static TenantPlace toPlace(long epoch, Row row) {
        return new TenantPlace(
                epoch,
                row.longValue(1),
                Optional.ofNullable(row.nullableText(2)),
                row.longValue(3),
                row.longValue(4),
                row.longValue(5),
                Rows.optional(row.nullableLong(6)),
                row.longValue(7),
                row.booleanValue(8));
    }

    private static TenantRow toTenant(Row row) {
        return new TenantRow(
                row.longValue("id"),
                row.longValue("branch"),
                row.text("name"),
                Rows.optional(row.nullableLong("file")),
                row.instant("created_at"));
    }
}
