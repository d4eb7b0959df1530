package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.OwnFiles;
import dev.templedb.branchdb.data.DataForms;
import dev.templedb.branchdb.rows.RowDiffs;
import dev.templedb.branchdb.rows.RowMergeUndo;
import dev.templedb.branchdb.rows.RowMerger;
import dev.templedb.branchdb.tenants.Deletions;
import dev.templedb.branchdb.tenants.MergeFiles;
import dev.templedb.branchdb.tenants.Recovery;
import dev.templedb.branchdb.tenants.SchemaChanges;
import dev.templedb.branchdb.tenants.TenantStore;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// The open things of one directory, of which there is one set in a process: locks of files belong to processes, so two
/// sets would undo each other's.
final class Project {
    /// The directory that makes another one a project.
    static final String FOLDER = ".branchdb";

    private static final Map<Path, Project> OPEN = new HashMap<>();

    private final Path home;
    private final Catalog catalog;
    private final TenantStore tenants;
    private final SchemaChanges changes;
    private final DataForms forms;
    private int users;

    private Project(Path home, boolean isNew, DatabasesOptions options) {
        this.home = home;
        var files = home.resolve("files");
        this.catalog = Catalog.open(home, isNew, Clock.systemUTC(), it -> Recovery.run(it, files));
        this.tenants = new TenantStore(catalog, files, options.openFiles());
        this.changes = new SchemaChanges(tenants);
        this.forms = new DataForms(changes::schema);
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FOLDER).resolve(Catalog.NAME));
    }

    /// Makes a project of `directory`.
    ///
    /// @throws TempleException with `BRANCHDB_EXISTS`
    static Project init(Path directory, DatabasesOptions options) {
        synchronized (OPEN) {
            var home = directory.toAbsolutePath().normalize().resolve(FOLDER);
            OwnFiles.requireFolder(home);
            if (Files.exists(home.resolve(Catalog.NAME))) {
                throw new TempleException(
                        ErrorCode.BRANCHDB_EXISTS, "Project already exists: there is %s.".formatted(home));
            }
            try {
                Files.createDirectories(home);
                SqliteFile.requireLocal(home, "project of databases");
                return use(home.toRealPath(), true, options);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    /// Opens the project of `directory`.
    ///
    /// @throws TempleException with `BRANCHDB_NOT_FOUND`
    static Project open(Path directory, DatabasesOptions options) {
        synchronized (OPEN) {
            var home = directory.toAbsolutePath().normalize().resolve(FOLDER);
            OwnFiles.requireFolder(home);
            if (!Files.exists(home.resolve(Catalog.NAME), LinkOption.NOFOLLOW_LINKS)) {
                throw new TempleException(
                        ErrorCode.BRANCHDB_NOT_FOUND, "There are no databases in %s.".formatted(directory));
            }
            try {
                return use(home.toRealPath(), false, options);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private static Project use(Path home, boolean isNew, DatabasesOptions options) {
        var project = OPEN.get(home);
        if (project == null) {
            project = new Project(home, isNew, options);
            OPEN.put(home, project);
        }
        project.users++;
        return project;
    }

    /// Ends one use; the last one closes everything.
    void release() {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(home);
                tenants.close();
                catalog.close();
            }
        }
    }

    Path home() {
        return home;
    }

    /// The file that says which database and branch are meant when nothing is said.
    SettingsFile settings() {
        return new SettingsFile(home.resolve("config.toml"));
    }

    /// Makes a database, by `work`. The first one of a directory is the one that is meant when nothing is said.
    void making(String database, Runnable work) {
        boolean isFirst = catalog.read(rows -> rows.databases().list()).isEmpty();
        work.run();
        if (isFirst) {
            settings().write(new ActiveBranch(database, Databases.MAIN));
        }
    }

    Catalog catalog() {
        return catalog;
    }

    TenantStore tenants() {
        return tenants;
    }

    SchemaChanges changes() {
        return changes;
    }

    Deletions deletions() {
        return new Deletions(tenants);
    }

    RowDiffs rowDiffs() {
        return new RowDiffs(new MergeFiles(tenants), changes::aligned);
    }

    RowMerger rowMerger() {
        return new RowMerger(new MergeFiles(tenants), changes::aligned);
    }

    RowMergeUndo rowMergeUndo() {
        return new RowMergeUndo(new MergeFiles(tenants), changes::aligned);
    }

    DataForms forms() {
        return forms;
    }

    private static TempleException unwritable(IOException e) {
        return new TempleException(
                ErrorCode.DATABASE_UNWRITABLE, "The directory of databases cannot be used: " + e + ".", e);
    }
}
