package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One database, by its name. Cheap to make; thread-safe.
public final class Database {
    /// The reason for which writes are refused while a project moves on, and afterwards in the directory that it
    /// left.
    private static final String MOVING = "its project has moved on to a later state, and its rows with it.";

    private final Project project;
    private final String name;

    Database(Project project, String name) {
        this.project = project;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// What the catalogue says of it.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND`
    public DatabaseRow info() {
        return project.catalog().read(rows -> rows.databases().get(name));
    }

    /// The branch with that name, which is looked for when it is used.
    public DatabaseBranch branch(String branch) {
        return new DatabaseBranch(project, name, branch);
    }

    /// The branch `main`.
    public DatabaseBranch main() {
        return branch(Databases.MAIN);
    }

    /// All branches, by name.
    public List<BranchRow> branches() {
        return project.catalog()
                .read(rows -> rows.branches().list(rows.databases().get(name).id()));
    }

    /// Makes a branch that begins where `source` is: with its schema, its list of changes, and its tenants with
    /// their
    /// data. Copies no data; a tenant gets a file of its own when it is first written to. Takes milliseconds, and
    /// some
    /// microseconds a tenant.
    ///
    /// @throws TempleException with `DATABASE_BRANCH_NOT_FOUND`, `DATABASE_BRANCH_EXISTS`, `DATABASE_NAME_INVALID`,
    ///         `DATABASE_NAME_RESERVED`, `DATABASE_IN_MAINTENANCE` or `DATABASE_BUSY`
    public DatabaseBranch createBranch(String branch, String source) {
        NameKind.BRANCH.require(branch);
        var catalog = project.catalog();
        var from = find(source);
        // Who writes to a file of the source believes that nobody else has it.
        alone(
                catalog,
                List.of(from),
                () -> catalog.write(rows -> {
                    var database = rows.databases().getWritable(name);
                    var row = from.requireSame(rows.branches().get(database.id(), source));
                    long fork = rows.branches().addFork(row, branch);
                    rows.tenants().fork(row.id(), fork);
                    rows.changes().fork(row.id(), fork);
                    rows.bases().fork(row.id(), fork);
                    return fork;
                }));
        return branch(branch);
    }

    /// Deletes a branch with its tenants and their data. It can be brought back with [Databases#bringBack].
    ///
    /// @throws TempleException with `MAIN_BRANCH_FIXED`, `DATABASE_BRANCH_NOT_FOUND`, `DATABASE_IN_MAINTENANCE` or
    ///         `DATABASE_BUSY`
    public void deleteBranch(String branch) {
        refuseMain(branch, "deleted");
        var catalog = project.catalog();
        alone(catalog, List.of(find(branch)), () -> {
            return catalog.write(rows -> {
                var database = rows.databases().getWritable(name);
                rows.deleted().hide(rows.branches().get(database.id(), branch));
                return true;
            });
        });
    }

    /// Gives a branch another name.
    ///
    /// @throws TempleException with `MAIN_BRANCH_FIXED`, `DATABASE_BRANCH_NOT_FOUND`, `DATABASE_BRANCH_EXISTS`,
    ///         `DATABASE_NAME_INVALID`, `DATABASE_NAME_RESERVED`, `DATABASE_IN_MAINTENANCE` or `DATABASE_BUSY`
    public DatabaseBranch renameBranch(String branch, String newName) {
        refuseMain(branch, "renamed");
        NameKind.BRANCH.require(newName);
        var catalog = project.catalog();
        alone(
                catalog,
                List.of(find(branch)),
                () -> catalog.write(rows -> {
                    var database = rows.databases().getWritable(name);
                    rows.branches().rename(rows.branches().get(database.id(), branch), newName);
                    return true;
                }));
        return branch(newName);
    }

    /// Refuses all writes to the database from now on, whoever makes them; reads go on. No write is under way any
    /// more
    /// when this method returns.
    ///
    /// @param reason what those who want to write are told
    /// @throws TempleException with `DATABASE_NOT_FOUND` or `DATABASE_BUSY`
    public void beginMaintenance(String reason) {
        setMaintenance(reason);
    }

    /// Takes writes again.
    public void endMaintenance() {
        setMaintenance(null);
    }

    /// Refuses writes because the project moves on to a later state, with the rows as they are then.
    void beginMove() {
        var catalog = project.catalog();
        alone(
                catalog,
                branches(),
                () -> catalog.write(rows -> {
                    if (!rows.databases().get(name).maintenance().equals(Optional.of(MOVING))) {
                        // One that died at it may have said so before.
                        rows.databases()
                                .setMaintenance(
                                        rows.databases().getWritable(name).id(), MOVING);
                    }
                    return true;
                }));
    }

    /// Whether writes are refused since [#beginMove].
    boolean isMoving() {
        return maintenance().equals(Optional.of(MOVING));
    }

    /// Takes writes again after a move that came to nothing.
    void endMove() {
        if (isMoving()) {
            endMaintenance();
        }
    }

    private void setMaintenance(@Nullable String reason) {
        var catalog = project.catalog();
        alone(
                catalog,
                branches(),
                () -> catalog.write(rows -> {
                    rows.databases().setMaintenance(rows.databases().get(name).id(), reason);
                    return true;
                }));
    }

    /// Why writes are refused, when they are.
    public Optional<String> maintenance() {
        return info().maintenance();
    }

    private BranchRow find(String branch) {
        return project.catalog()
                .read(rows -> rows.branches().get(rows.databases().get(name).id(), branch));
    }

    private static void refuseMain(String branch, String participle) {
        if (branch.equals(Databases.MAIN)) {
            throw new TempleException(
                    ErrorCode.MAIN_BRANCH_FIXED, "The branch main cannot be %s.".formatted(participle));
        }
    }

    /// Runs `work` while nobody else writes to or changes any of `branches`. All who take several gates take them
    /// in the
    /// same order.
    static <T> T alone(Catalog catalog, List<BranchRow> branches, Supplier<T> work) {
        return catalog.alone(branches.stream().map(BranchRow::id).toList(), work);
    }
}
