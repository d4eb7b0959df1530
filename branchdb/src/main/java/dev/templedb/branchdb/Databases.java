package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.catalog.DeletedRow;
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.branchdb.tenants.Deletions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The databases of one directory.
///
/// Thread-safe; several processes may use the directory at once. Everything that changes something is on the disk or,
/// for
/// data of tenants, safe from the end of the process when it returns. Failures are [TempleException]s with a code.
///
/// ```java
/// try (var databases = Databases.open(directory)) {
///     var users = databases.database("app").branch("main").tenant("acme");
///     users.write(tx -> tx.update("INSERT INTO users (email) VALUES (:email)").bind("email", "ada@x.org").execute());
/// }
/// ```
public final class Databases implements AutoCloseable {
    /// The branch that every database has, and the tenant that every branch has.
    public static final String MAIN = "main";

    private final Project project;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Databases(Project project) {
        this.project = project;
    }

    /// Makes a project of `directory`, without databases yet.
    ///
    /// @throws TempleException with `BRANCHDB_EXISTS` when it is one
    public static Databases init(Path directory) {
        return new Databases(Project.init(directory, DatabasesOptions.DEFAULT));
    }

    /// Whether `directory` holds databases, so that [#open(Path)] finds some.
    public static boolean isIn(Path directory) {
        return Project.isIn(directory);
    }

    /// Opens the databases of `directory`. Costs some milliseconds; after a process was killed here, and when
    /// nobody else
    /// uses the directory, what it left is tidied up first.
    ///
    /// @throws TempleException with `BRANCHDB_NOT_FOUND`
    public static Databases open(Path directory) {
        return open(directory, DatabasesOptions.DEFAULT);
    }

    /// As [#open(Path)], with other options.
    public static Databases open(Path directory, DatabasesOptions options) {
        return new Databases(Project.open(directory, options));
    }

    /// Makes a database with the branch `main` and its tenant `main`. The first one of a directory is the one that
    /// is
    /// meant when nothing is said.
    ///
    /// @throws TempleException with `DATABASE_EXISTS`, `DATABASE_NAME_INVALID` or `DATABASE_NAME_RESERVED`
    public Database create(String name, String description) {
        NameKind.DATABASE.require(name);
        project.making(
                name,
                () -> project.tenants().makeDatabase(rows -> rows.databases().add(name, description), MAIN));
        return database(name);
    }

    /// As [#create(String, String)], without a description.
    public Database create(String name) {
        return create(name, "");
    }

    /// The database with that name, which is looked for when it is used.
    public Database database(String name) {
        return new Database(project, name);
    }

    /// All databases, by name.
    public List<DatabaseRow> list() {
        return project.catalog().read(rows -> rows.databases().list());
    }

    /// Deletes a database with its branches, tenants and data. It can be brought back with [#bringBack] until
    /// [#forgetDeleted] removes it for good.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND` or `DATABASE_IN_MAINTENANCE`
    public void delete(String name) {
        var catalog = project.catalog();
        var branches = catalog.read(
                rows -> rows.branches().list(rows.databases().getWritable(name).id()));
        Database.alone(catalog, branches, () -> {
            return catalog.write(rows -> {
                rows.deleted().hide(rows.databases().getWritable(name));
                return true;
            });
        });
    }

    /// The databases, branches and tenants that were deleted and can be brought back, in the order in which that
    /// was
    /// done. What was on something that was deleted comes back with it, and is not listed.
    public List<Deletions.Sized> deleted() {
        return project.deletions().list();
    }

    /// Brings back what was deleted, with everything that it had. A tenant comes back at the version that its
    /// branch
    /// has now; what it had in common with other branches is forgotten, so a merge compares its rows as new ones.
    ///
    /// @param name what it is to be called; what it was called, when that is free
    /// @throws TempleException with `DELETED_NOT_FOUND`, `DATABASE_EXISTS`, `DATABASE_BRANCH_EXISTS`,
    ///         `TENANT_EXISTS`, `DATABASE_NAME_INVALID`, `DATABASE_NAME_RESERVED`, `DATABASE_IN_MAINTENANCE`,
    ///         `DATABASE_BUSY`, or `DATA_IN_THE_WAY` when rows of a tenant are in the way of what was done to its
    ///         branch meanwhile
    public void bringBack(DeletedRow deleted, String name) {
        (switch (deleted.kind()) {
                    case DATABASE -> NameKind.DATABASE;
                    case BRANCH -> NameKind.BRANCH;
                    case TENANT -> NameKind.TENANT;
                })
                .require(name);
        project.deletions().bringBack(deleted, name);
    }

    /// Removes for good what was deleted before `limit`, with its files.
    ///
    /// @return what was removed, with the bytes that it took
    public List<Deletions.Sized> forgetDeleted(Instant limit) {
        return project.deletions().forget(limit);
    }

    /// The database and branch that are meant when nothing is said, from `config.toml`; the only database, when
    /// there is
    /// no other and the one that was chosen is not there.
    ///
    /// @throws TempleException with `DATABASE_NAME_INVALID` when what it says is no name
    public ActiveBranch active() {
        var chosen = project.settings().read();
        var all = list();
        return all.size() != 1 || all.getFirst().name().equals(chosen.database())
                ? chosen
                : new ActiveBranch(all.getFirst().name(), MAIN);
    }

    /// Chooses the database and branch that are meant when nothing is said.
    public void activate(ActiveBranch active) {
        project.settings().write(active);
    }

    /// Where everything lies: `DIRECTORY/.branchdb`.
    public Path home() {
        return project.home();
    }

    /// Ends this use; files are closed with the last one in the process.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            project.release();
        }
    }
}
