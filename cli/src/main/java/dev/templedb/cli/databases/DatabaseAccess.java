package dev.templedb.cli.databases;

import dev.templedb.branchdb.ActiveBranch;
import dev.templedb.branchdb.Database;
import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.Tenant;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds and opens the databases that the command line names.
///
/// What an option does not say, a variable of the environment does (`BRANCHDB_PROJECT_DIR`, `BRANCHDB_DATABASE`,
/// `BRANCHDB_BRANCH` and `BRANCHDB_TENANT`, or those of CinchDB with the same ends), and then `config.toml`.
public final class DatabaseAccess {
    private final Function<String, @Nullable String> option;
    private final Map<String, String> variables;
    private final Path state;
    private final Projects projects;

    /// @param option    the value of a global option such as `--db`, or null when it was not given
    /// @param variables of the environment
    /// @param state     where what people typed is kept
    /// @param projects  where the databases of projects lie
    public DatabaseAccess(
            Function<String, @Nullable String> option, Map<String, String> variables, Path state, Projects projects) {
        this.state = state;
        this.projects = projects;
        this.option = option;
        this.variables = variables;
    }

    /// Knows where the databases of projects lie.
    public interface Projects {
        /// The directory of those of a project.
        ///
        /// @param isMade whether it is made when the project has none
        /// @throws TempleException with `PROJECT_NOT_FOUND` or `DATABASES_MISSING`
        Optional<Path> home(String slug, boolean isMade);
    }

    /// The file that keeps what people typed into the shell.
    Path history() {
        return state.resolve("db-history");
    }

    /// Open databases, and which of them is meant.
    ///
    /// @param directory where they are
    /// @param databases all of them
    /// @param meant     the database and branch that are meant
    /// @param tenantName the name of the tenant that is meant
    public record Opened(Path directory, Databases databases, ActiveBranch meant, String tenantName) {
        /// The database that is meant, which is looked for when it is used.
        public Database database() {
            return databases.database(meant.database());
        }

        /// The branch that is meant, which is looked for when it is used.
        public DatabaseBranch branch() {
            return database().branch(meant.branch());
        }

        /// The tenant that is meant, which is looked for when it is used.
        public Tenant tenant() {
            return branch().tenant(tenantName);
        }
    }

    /// Works with the databases of the directory, which must be there.
    ///
    /// @throws TempleException with `BRANCHDB_NOT_FOUND`, or what `work` throws
    public <T> T in(Function<Opened, T> work) {
        var directory = project().map(this::ofProject).orElseGet(this::directory);
        try (var databases = Databases.open(directory)) {
            return work.apply(opened(directory, databases));
        }
    }

    /// As [#in], in a directory that is made one that holds databases when it is none.
    public <T> T inAny(Function<Opened, T> work) {
        var directory =
                project().map(slug -> projects.home(slug, true).orElseThrow()).orElseGet(this::directory);
        try (var databases = Databases.isIn(directory) ? Databases.open(directory) : Databases.init(directory)) {
            return work.apply(opened(directory, databases));
        }
    }

    /// The project whose databases are meant.
    ///
    /// @throws TempleException with `USAGE` when a directory is named, too
    Optional<String> project() {
        var slug = option("--project");
        if (slug.isPresent() && option("--project-dir").isPresent()) {
            throw new TempleException(
                    ErrorCode.USAGE, "Give --project or --project-dir: each says where the databases are.");
        }
        return slug;
    }

    private Path ofProject(String slug) {
        return projects.home(slug, false)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.PROJECT_WITHOUT_DATABASES,
                        "The project %s has no databases.".formatted(Printable.text(slug))));
    }

    private Opened opened(Path directory, Databases databases) {
        var meant = databases.active().overriddenBy(variables).with(option("--db"), option("--branch"));
        return new Opened(
                directory,
                databases,
                meant,
                option("--tenant").or(() -> variable("TENANT")).orElse(Databases.MAIN));
    }

    /// The directory that is named; else this one, or the nearest above it that holds databases.
    ///
    /// @throws TempleException with `USAGE` when what is named cannot be a path
    public Path directory() {
        return named().orElseGet(() -> nearest(Path.of("")));
    }

    /// The directory that is named by an option or the environment.
    Optional<Path> named() {
        return option("--project-dir").or(() -> variable("PROJECT_DIR")).map(DatabaseAccess::path);
    }

    /// The directory `start`, or the nearest above it that holds databases; `start` when none does.
    static Path nearest(Path start) {
        var here = start.toAbsolutePath().normalize();
        return Stream.iterate(here, Objects::nonNull, Path::getParent)
                .filter(Databases::isIn)
                .findFirst()
                .orElse(here);
    }

    static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new TempleException(
                    ErrorCode.USAGE, "\"%s\" cannot be the path of a directory.".formatted(Printable.text(text)), e);
        }
    }

    private Optional<String> option(String name) {
        return Optional.ofNullable(option.apply(name));
    }

    private Optional<String> variable(String name) {
        return Stream.of("BRANCHDB_", "CINCHDB_")
                .map(prefix -> variables.getOrDefault(prefix + name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
