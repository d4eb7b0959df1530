package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.names.NameKind;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /// Deletes a database with its branches, tenants and data.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND` or `DATABASE_IN_MAINTENANCE`
    public void delete(String name) {
        var catalog = project.catalog();
        var branches = catalog.read(
                rows -> rows.branches().list(rows.databases().getWritable(name).id()));
        Database.alone(catalog, branches, () -> {
            project.tenants().removed(catalog.write(rows -> {
                var database = rows.databases().getWritable(name);
                var files = new ArrayList<Long>();
                for (var branch : rows.branches().list(database.id())) {
                    files.addAll(rows.files().listWithBases(branch.id()));
                }
                rows.databases().remove(database.id());
                return rows.files().removeUnused(files);
            }));
            return true;
        });
    }

    /// The database and branch that are meant when nothing is said, from `config.toml`.
    ///
    /// @throws TempleException with `DATABASE_NAME_INVALID` when what it says is no name
    public ActiveBranch active() {
        return project.settings().read();
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
