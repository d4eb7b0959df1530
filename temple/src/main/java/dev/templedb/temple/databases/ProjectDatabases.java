package dev.templedb.temple.databases;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.sections.PackageSection;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.databases.SqliteHomeStore.Home;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.RemovedProjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The databases of projects: where they lie, and what there is. Thread-safe.
public final class ProjectDatabases {
    private final Temple temple;
    private final Projects projects;

    public ProjectDatabases(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
    }

    /// Where the databases of a project lie; nothing while it has none.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public Optional<DatabaseHome> find(String slug) {
        return temple.file().read(tx -> {
            var store = new SqliteHomeStore(tx);
            return store.find(projects.require(tx, slug).id()).map(home -> {
                var directory = store.directory(home);
                boolean isThere = DocumentsOfDatabases.section()
                        .filter(section -> section.isHome(directory))
                        .isPresent();
                return new DatabaseHome(directory, home.isAttached(), isThere);
            });
        });
    }

    /// The databases of a project, by name; none when they are not where they should be. Costs a query and, when
    /// there are
    /// any, some milliseconds.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<PackageSection.Listed> list(String slug) {
        return find(slug)
                .filter(DatabaseHome::isThere)
                .map(home -> DocumentsOfDatabases.section().orElseThrow().list(home.directory()))
                .orElse(List.of());
    }

    /// The directory where the databases of a project are worked with; it is made when the project has none.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `DATABASES_MISSING`
    public Path use(String slug) {
        var known = find(slug);
        if (known.isPresent()
                && known.get().isThere()
                && !section().isMoving(known.get().directory())) {
            return known.get().directory();
        }
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteHomeStore(tx);
            var home = store.find(project.id());
            if (home.isEmpty()) {
                return make(tx, store, project);
            }
            var directory = store.directory(home.get());
            // Who replaces a home holds this lock. A process that died at it has left the databases without writes.
            DatabasesPart.require(home.get(), directory).release(directory);
            return directory;
        });
    }

    private Path make(Transaction tx, SqliteHomeStore store, Project project) {
        var name = SqliteHomeStore.newName();
        var directory = store.folder().resolve(name);
        section().make(directory);
        store.put(project.id(), name, false);
        audit(tx, project, "db init", Json.Obj.empty());
        return directory;
    }

    /// Says that the databases of a project are those of a directory of the user's, where they stay.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `BRANCHDB_NOT_FOUND` when there are none, or
    /// `DATABASES_ELSEWHERE` when
    ///         the project has others
    public void attach(String slug, Path directory) {
        var path = directory.toAbsolutePath().normalize();
        if (!section().isHome(path)) {
            throw new TempleException(
                    ErrorCode.BRANCHDB_NOT_FOUND,
                    "There are no databases in %s.".formatted(Printable.text(path.toString())));
        }
        temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteHomeStore(tx);
            store.find(project.id()).ifPresent(home -> {
                if (!home.name().equals(path.toString()) && !isEmpty(home, store)) {
                    throw new TempleException(
                            ErrorCode.DATABASES_ELSEWHERE,
                            "The project %s has other databases, in %s."
                                    .formatted(
                                            slug,
                                            Printable.text(store.directory(home).toString())));
                }
                store.leave(home, temple.clock().instant());
            });
            store.put(project.id(), path.toString(), true);
            audit(tx, project, "db attach", Json.Obj.empty());
            return project;
        });
    }

    private static boolean isEmpty(Home home, SqliteHomeStore store) {
        var directory = store.directory(home);
        return DocumentsOfDatabases.section()
                .filter(section -> section.isHome(directory))
                .map(section -> section.list(directory).isEmpty())
                .orElse(false);
    }

    /// Copies the attached databases of a project, with their rows, into the temple's folder, and uses the copy
    /// from now on.
    /// The directory of the user's stays as it is.
    ///
    /// @return whether they were attached
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `DATABASES_MISSING`, `DATABASE_IN_MAINTENANCE` or
    /// `DATABASE_BUSY`
    public boolean detach(String slug) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteHomeStore(tx);
            var home = store.find(project.id()).filter(Home::isAttached);
            home.ifPresent(attached -> {
                copy(store, attached, project.id());
                audit(tx, project, "db detach", Json.Obj.empty());
            });
            return home.isPresent();
        });
    }

    /// Gives a project that was just made of another one copies of its databases, with their rows.
    ///
    /// @throws TempleException with `DATABASES_MISSING`, `DATABASE_IN_MAINTENANCE` or `DATABASE_BUSY`
    public static void copy(Transaction tx, long source, long clone) {
        var store = new SqliteHomeStore(tx);
        store.find(source).ifPresent(home -> copy(store, home, clone));
    }

    private static void copy(SqliteHomeStore store, Home from, long project) {
        var directory = store.directory(from);
        var name = SqliteHomeStore.newName();
        var documents = from.documents();
        DatabasesPart.require(from, directory).copy(directory, store.folder().resolve(name));
        store.put(project, name, false);
        store.gave(project, "", documents);
    }

    /// Removes directories that no project has and that none has left within the time in which things can be
    /// undone.
    ///
    /// @return how many there were
    public int sweep() {
        return temple.file().write(tx -> {
            var store = new SqliteHomeStore(tx);
            store.forgetLeftBefore(temple.clock().instant().minus(RemovedProjects.RETENTION));
            // Whoever makes one does so in a transaction that writes, as this is one: so all that are not named are
            // nobody's.
            return sweep(store.folder(), store.named());
        });
    }

    private static int sweep(Path folder, Set<String> named) {
        int removed = 0;
        try (var directories = Files.newDirectoryStream(folder)) {
            for (var directory : directories) {
                if (!named.contains(String.valueOf(directory.getFileName()))) {
                    removeTree(directory);
                    removed++;
                }
            }
        } catch (NoSuchFileException thereAreNone) {
            return 0;
        } catch (IOException | UncheckedIOException e) {
            throw new TempleException(
                    ErrorCode.DATABASE_UNWRITABLE, "The folder of databases cannot be tidied: " + e + ".", e);
        }
        return removed;
    }

    private static void removeTree(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (var below = Files.newDirectoryStream(path)) {
                for (var each : below) {
                    removeTree(each);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private static PackageSection section() {
        return DocumentsOfDatabases.section()
                .orElseThrow(() -> new TempleException(ErrorCode.INTERNAL, "This program knows no databases."));
    }

    private void audit(Transaction tx, Project project, String action, Json.Obj details) {
        new Audit(temple).record(tx, action, project.slug().text(), details);
    }
}
