package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of branches.
public final class SqliteBranches {
    private static final String ADD = """
            INSERT INTO branches (database, name, parent, forked_at, head, template, behind, created_at)
            VALUES (:database, :name, :parent, :head, :head, :template, :behind, :now)
            """;
    private static final String FIND = """
            SELECT id, database, name, parent, forked_at, head, template, protected, behind, created_at
              FROM branches WHERE database = :database AND name = :name
            """;
    private static final String LIST = """
            SELECT id, database, name, parent, forked_at, head, template, protected, behind, created_at
              FROM branches WHERE database = :database AND name NOT GLOB '__deleted_*' ORDER BY name
            """;
    private static final String GET = """
            SELECT id, database, name, parent, forked_at, head, template, protected, behind, created_at
              FROM branches WHERE id = :id
            """;
    private static final String LIST_BEHIND = """
            SELECT id, database, name, parent, forked_at, head, template, protected, behind, created_at
              FROM branches WHERE behind = 1 ORDER BY id
            """;
    private static final String MOVE = "UPDATE branches SET head = :head, behind = 1 WHERE id = :id";
    private static final String CATCH_UP = "UPDATE branches SET behind = 0 WHERE id = :id AND head = :head";
    private static final String PROTECT = "UPDATE branches SET protected = :protected WHERE id = :id";
    private static final String RENAME = "UPDATE branches SET name = :name WHERE id = :id";
    private static final String RENAME_PARENTS =
            "UPDATE branches SET parent = :name WHERE database = :database AND parent = :before";
    private static final String REMOVE = "DELETE FROM branches WHERE id = :id";
    private static final String SWAP_TEMPLATE =
            "UPDATE branches SET template = :next WHERE id = :id AND template = :before";
    private static final String HAS_TEMPLATE_WITH_OTHERS = """
            SELECT 1 FROM branches mine JOIN branches other ON other.template = mine.template
             WHERE mine.id = :id AND mine.template = :template AND other.head <> mine.head
            """;

    private final Transaction tx;
    private final Clock clock;

    SqliteBranches(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /// Adds the first branch of a database, and returns its number.
    public long addFirst(long database, String name, long head, long template) {
        return add(database, name, null, head, template, false);
    }

    /// Adds a branch that begins where `source` is, and returns its number.
    ///
    /// @throws TempleException with `BRANCH_OF_DATABASE_EXISTS`
    public long addFork(BranchRow source, String name) {
        return add(source.database(), name, source.name(), source.head(), source.template(), source.isBehind());
    }

    private long add(long database, String name, @Nullable String parent, long head, long template, boolean isBehind) {
        requireFree(database, name);
        tx.update(ADD)
                .bind("database", database)
                .bind("name", name)
                .bind("parent", parent)
                .bind("head", head)
                .bind("template", template)
                .bind("behind", isBehind)
                .bind("now", clock.instant())
                .execute();
        return tx.lastInsertRowId();
    }

    void requireFree(long database, String name) {
        if (find(database, name).isPresent()) {
            throw new TempleException(
                    ErrorCode.DATABASE_BRANCH_EXISTS, "The branch '%s' exists already.".formatted(name));
        }
    }

    public Optional<BranchRow> find(long database, String name) {
        if (SqliteDeleted.isHidden(name)) {
            return Optional.empty();
        }
        return tx.query(FIND).bind("database", database).bind("name", name).first(SqliteBranches::toBranch);
    }

    /// @throws TempleException with `DATABASE_BRANCH_NOT_FOUND`
    public BranchRow get(long database, String name) {
        return find(database, name)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.DATABASE_BRANCH_NOT_FOUND, "The branch '%s' does not exist.".formatted(name)));
    }

    /// The branch with that number, which may be one that was deleted.
    public Optional<BranchRow> find(long id) {
        return tx.query(GET).bind("id", id).first(SqliteBranches::toBranch);
    }

    /// The branches of a database, by name; not those that were deleted.
    public List<BranchRow> list(long database) {
        return tx.query(LIST).bind("database", database).list(SqliteBranches::toBranch);
    }

    /// Branches of all databases whose files may be at older versions.
    public List<BranchRow> listBehind() {
        return tx.query(LIST_BEHIND).list(SqliteBranches::toBranch);
    }

    /// Moves a branch to a new version; its files are behind from then on.
    public void move(long id, long head) {
        tx.update(MOVE).bind("head", head).bind("id", id).execute();
    }

    /// Notes that all files are at `head`, unless the branch has moved on.
    public void catchUp(long id, long head) {
        tx.update(CATCH_UP).bind("id", id).bind("head", head).execute();
    }

    public void protect(long id, boolean isProtected) {
        tx.update(PROTECT).bind("protected", isProtected).bind("id", id).execute();
    }

    /// @throws TempleException with `DATABASE_BRANCH_EXISTS`
    public void rename(BranchRow branch, String name) {
        requireFree(branch.database(), name);
        tx.update(RENAME).bind("name", name).bind("id", branch.id()).execute();
        tx.update(RENAME_PARENTS)
                .bind("name", name)
                .bind("database", branch.database())
                .bind("before", branch.name())
                .execute();
    }

    /// Removes a branch with its tenants and its list of changes; versions and files stay.
    public void remove(long id) {
        tx.update(REMOVE).bind("id", id).execute();
    }

    /// Whether a branch at another version has the template of this one.
    public boolean sharesTemplate(long id, long template) {
        return tx.query(HAS_TEMPLATE_WITH_OTHERS)
                .bind("id", id)
                .bind("template", template)
                .exists();
    }

    /// Gives a branch another template, when it still has the one `before`.
    public boolean swapTemplate(long id, long before, long next) {
        return tx.update(SWAP_TEMPLATE)
                        .bind("next", next)
                        .bind("id", id)
                        .bind("before", before)
                        .execute()
                == 1;
    }

    private static BranchRow toBranch(Row row) {
        return new BranchRow(
                row.longValue("id"),
                row.longValue("database"),
                row.text("name"),
                Optional.ofNullable(row.nullableText("parent")),
                row.longValue("forked_at"),
                row.longValue("head"),
                row.longValue("template"),
                row.booleanValue("protected"),
                row.booleanValue("behind"),
                row.instant("created_at"));
    }
}
