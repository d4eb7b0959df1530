package dev.templedb.branchdb.catalog;

import dev.templedb.branchdb.catalog.DeletedRow.Kind;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What was deleted: databases and branches under names that nobody can ask for, and tenants on such branches. All that
/// is said of them stays, so to bring them back is to give them a name.
public final class SqliteDeleted {
    /// How the names begin of what is not to be found any more. No name that people choose begins with `__`.
    static final String HIDDEN = "__deleted_";

    private static final String ADD = """
            INSERT INTO deleted (kind, database, hidden, origin, name, deleted_at)
            VALUES (:kind, :database, :hidden, :origin, :name, :now)
            """;
    private static final String ALL = """
            SELECT x.id, x.kind, d.name AS database, d.id AS database_id, x.hidden, x.origin, o.name AS branch, x.name,
                   x.deleted_at
              FROM deleted x
              JOIN databases d ON d.id = x.database
              LEFT JOIN branches o ON o.id = x.origin
            """;
    /// What was on something that was deleted comes back with that.
    private static final String LIST = ALL + """
             WHERE x.kind = 'DATABASE'
                OR d.name NOT GLOB '__deleted_*' AND (o.name IS NULL OR o.name NOT GLOB '__deleted_*')
             ORDER BY x.id
            """;
    private static final String LIST_OF_ORIGIN = ALL + " WHERE x.origin = :origin ORDER BY x.id";
    private static final String REMOVE = "DELETE FROM deleted WHERE id = :id";
    private static final String NAME_DATABASE = "UPDATE databases SET name = :name WHERE id = :id";
    private static final String NAME_BRANCH = "UPDATE branches SET name = :name WHERE id = :id";
    private static final String ADD_HIDDEN = """
            INSERT INTO branches (database, name, parent, forked_at, head, template, behind, created_at)
            SELECT database, :name, NULL, head, head, template, behind, :now FROM branches WHERE id = :branch
            """;
    private static final String MOVE_TENANT =
            "UPDATE tenants SET branch = :branch, name = :name, file = :file WHERE id = :id";
    private static final String BRANCHES_OF_DATABASE = "SELECT id FROM branches WHERE database = :database ORDER BY id";
    private static final String USERS = """
            SELECT branch FROM tenants WHERE file = ?1
            UNION SELECT id FROM branches WHERE template = ?1
            """;

    private final Transaction tx;
    private final Clock clock;

    SqliteDeleted(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    static boolean isHidden(String name) {
        return name.startsWith(HIDDEN);
    }

    /// Hides a database.
    public void hide(DatabaseRow database) {
        long id = add(Kind.DATABASE, database.id(), null, null, database.name());
        rename(NAME_DATABASE, database.id(), HIDDEN + id);
    }

    /// Hides a branch with its tenants.
    public void hide(BranchRow branch) {
        long id = add(Kind.BRANCH, branch.database(), branch.id(), null, branch.name());
        rename(NAME_BRANCH, branch.id(), HIDDEN + id);
    }

    /// Moves a tenant to a hidden branch of its own.
    public void hide(BranchRow branch, TenantRow tenant) {
        long id = add(Kind.TENANT, branch.database(), null, branch.id(), tenant.name());
        tx.update(ADD_HIDDEN)
                .bind("name", HIDDEN + id)
                .bind("now", clock.instant())
                .bind("branch", branch.id())
                .execute();
        long hidden = tx.lastInsertRowId();
        tx.update("UPDATE deleted SET hidden = :hidden WHERE id = :id")
                .bind("hidden", hidden)
                .bind("id", id)
                .execute();
        move(tenant, hidden, tenant.name(), tenant.file());
    }

    private long add(Kind kind, long database, @Nullable Long hidden, @Nullable Long origin, String name) {
        tx.update(ADD)
                .bind("kind", kind.name())
                .bind("database", database)
                .bind("hidden", hidden)
                .bind("origin", origin)
                .bind("name", name)
                .bind("now", clock.instant())
                .execute();
        return tx.lastInsertRowId();
    }

    private void rename(String sql, long id, String name) {
        tx.update(sql).bind("name", name).bind("id", id).execute();
    }

    private void move(TenantRow tenant, long branch, String name, OptionalLong file) {
        tx.update(MOVE_TENANT)
                .bind("branch", branch)
                .bind("name", name)
                .bind("file", Rows.nullable(file))
                .bind("id", tenant.id())
                .execute();
    }

    /// Everything that can be brought back, in the order in which it was deleted.
    public List<DeletedRow> list() {
        return tx.query(LIST).list(SqliteDeleted::toDeleted);
    }

    /// Tenants that were deleted from a branch.
    public List<DeletedRow> listOfOrigin(long branch) {
        return tx.query(LIST_OF_ORIGIN).bind("origin", branch).list(SqliteDeleted::toDeleted);
    }

    /// @throws TempleException with `DELETED_NOT_FOUND`
    public DeletedRow get(long id) {
        return list().stream()
                .filter(row -> row.id() == id)
                .findFirst()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.DELETED_NOT_FOUND, "Nothing that was deleted has the number %d.".formatted(id)));
    }

    /// Gives a database its name back, or another one.
    ///
    /// @throws TempleException with `DATABASE_EXISTS`
    public void bringBackDatabase(DeletedRow deleted, String name) {
        new SqliteDatabases(tx, clock).requireFree(name);
        rename(NAME_DATABASE, deleted.databaseId(), name);
        remove(deleted);
    }

    /// Gives a branch its name back, or another one.
    ///
    /// @throws TempleException with `DATABASE_BRANCH_EXISTS`
    public void bringBackBranch(DeletedRow deleted, String name) {
        new SqliteBranches(tx, clock).requireFree(deleted.databaseId(), name);
        rename(NAME_BRANCH, deleted.hidden().orElseThrow(), name);
        remove(deleted);
    }

    /// Moves a tenant back to where it was. Its hidden branch goes; files stay.
    ///
    /// @param file at the version of the branch
    /// @throws TempleException with `TENANT_EXISTS`
    public void bringBackTenant(DeletedRow deleted, TenantRow tenant, String name, OptionalLong file) {
        long origin = deleted.origin().orElseThrow();
        new SqliteTenants(tx, clock).requireFree(origin, name);
        move(tenant, origin, name, file);
        new SqliteBranches(tx, clock).remove(deleted.hidden().orElseThrow());
    }

    private void remove(DeletedRow deleted) {
        tx.update(REMOVE).bind("id", deleted.id()).execute();
    }

    /// The branches that go when something is removed for good, hidden ones among them.
    public List<Long> branchesOf(DeletedRow deleted) {
        if (deleted.kind() == Kind.DATABASE) {
            return tx.query(BRANCHES_OF_DATABASE)
                    .bind("database", deleted.databaseId())
                    .list(row -> row.longValue(1));
        }
        long hidden = deleted.hidden().orElseThrow();
        var branches = new ArrayList<Long>(List.of(hidden));
        listOfOrigin(hidden).forEach(each -> branches.add(each.hidden().orElseThrow()));
        return branches;
    }

    /// The branches that use a file.
    public List<Long> usersOf(long file) {
        return tx.query(USERS).bind(1, file).list(row -> row.longValue(1));
    }

    private static DeletedRow toDeleted(Row row) {
        return new DeletedRow(
                row.longValue("id"),
                Kind.valueOf(row.text("kind")),
                row.text("database"),
                row.longValue("database_id"),
                Rows.optional(row.nullableLong("hidden")),
                Rows.optional(row.nullableLong("origin")),
                Optional.ofNullable(row.nullableText("branch")),
                row.text("name"),
                row.instant("deleted_at"));
    }
}
