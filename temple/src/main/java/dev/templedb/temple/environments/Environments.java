package dev.templedb.temple.environments;

import dev.templedb.analysis.nix.InvalidNix;
import dev.templedb.analysis.nix.NixSyntax;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.KeptChange;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keeps the Nix environments of projects, and every version that each had. Thread-safe, as the temple is.
public final class Environments {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9._-]{0,99}");

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The environments in `temple`.
    public Environments(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// How a change ended.
    ///
    /// @param environment as it is now
    /// @param isChanged   false when it had this text already
    public record Saved(Environment environment, boolean isChanged) {}

    /// The environment that `name` means: names do not differ by case.
    ///
    /// @throws TempleException with `ENVIRONMENT_NAME_INVALID`
    public static String name(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lower).matches()) {
            throw new TempleException(
                    ErrorCode.ENVIRONMENT_NAME_INVALID,
                    "\"%s\" cannot be the name of an environment.".formatted(Printable.text(name)));
        }
        return lower;
    }

    /// Checks that `text` is Nix, as far as the grammar goes.
    ///
    /// @throws TempleException with `ENVIRONMENT_INVALID`, which names line and column
    public static void check(String text) {
        try {
            NixSyntax.check(text);
        } catch (InvalidNix invalid) {
            throw new TempleException(
                    ErrorCode.ENVIRONMENT_INVALID, "This is not Nix: %s.".formatted(invalid.getMessage()), invalid);
        }
    }

    /// Adds an environment.
    ///
    /// @param isChecked whether a text that is no Nix is refused
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `ENVIRONMENT_ALREADY_EXISTS` or `ENVIRONMENT_INVALID`
    public Environment add(String slug, String name, String text, boolean isChecked) {
        require(text, isChecked);
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteEnvironmentStore(tx, project.id());
            if (current(store, name).isPresent()) {
                throw new TempleException(
                        ErrorCode.ENVIRONMENT_ALREADY_EXISTS,
                        "Project %s already has an environment %s.".formatted(project.slug(), name));
            }
            return record(tx, project, store, name, Optional.of(text), "add");
        });
    }

    /// Gives an environment another text.
    ///
    /// @param isChecked whether a text that is no Nix is refused
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `ENVIRONMENT_NOT_FOUND` or `ENVIRONMENT_INVALID`
    public Saved edit(String slug, String name, String text, boolean isChecked) {
        require(text, isChecked);
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteEnvironmentStore(tx, project.id());
            requireCurrent(store, slug, name);
            return save(tx, project, store, name, text, "edit");
        });
    }

    /// Writes an environment from what the files of `HEAD` say, and keeps it. The same files give the same text.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, or `PROJECT_EMPTY` for a project without files
    public Saved generate(String slug, String name, EnvironmentKind kind) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var text = EnvironmentGenerator.of(tx, project).write(kind);
            return save(tx, project, new SqliteEnvironmentStore(tx, project.id()), name, text, "generate");
        });
    }

    /// What [#generate] would write.
    ///
    /// @throws TempleException as [#generate]
    public String generated(String slug, EnvironmentKind kind) {
        return temple.file()
                .read(tx ->
                        EnvironmentGenerator.of(tx, projects.require(tx, slug)).write(kind));
    }

    /// The environments that a project has now, by name.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<Environment> list(String slug) {
        return temple.file()
                .read(tx -> new SqliteEnvironmentStore(
                                tx, projects.require(tx, slug).id())
                        .current());
    }

    /// One environment as it is now.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `ENVIRONMENT_NOT_FOUND`
    public Environment get(String slug, String name) {
        return temple.file()
                .read(tx -> requireCurrent(
                        new SqliteEnvironmentStore(
                                tx, projects.require(tx, slug).id()),
                        slug,
                        name));
    }

    /// An older version of an environment, also of one that was removed.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `ENVIRONMENT_NOT_FOUND`
    public Environment get(String slug, String name, long version) {
        return history(slug, name).stream()
                .filter(each -> each.version() == version && each.text().isPresent())
                .findFirst()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.ENVIRONMENT_NOT_FOUND,
                        "The environment %s of %s has no version %d.".formatted(name, slug, version)));
    }

    /// Every version of an environment, the newest first; also of one that was removed.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `ENVIRONMENT_NOT_FOUND`
    public List<Environment> history(String slug, String name) {
        return temple.file().read(tx -> {
            var store =
                    new SqliteEnvironmentStore(tx, projects.require(tx, slug).id());
            var versions = store.versions(name);
            if (versions.isEmpty()) {
                throw notFound(slug, name);
            }
            return versions;
        });
    }

    /// Removes an environment; its versions stay.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `ENVIRONMENT_NOT_FOUND`
    public Environment remove(String slug, String name) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteEnvironmentStore(tx, project.id());
            var gone = requireCurrent(store, slug, name).text().orElseThrow();
            projects.removed()
                    .recordChange(
                            tx,
                            project,
                            EnvironmentValues.PART,
                            "env remove",
                            name,
                            List.of(KeptChange.removed(name, new Json.Str(gone))));
            return record(tx, project, store, name, Optional.empty(), "remove");
        });
    }

    /// Gives an environment a text, or takes it away, because somebody undid something.
    void put(Transaction tx, Project project, String name, Optional<String> text) {
        var store = new SqliteEnvironmentStore(tx, project.id());
        record(tx, project, store, name, text, text.isPresent() ? "add" : "remove");
    }

    private Saved save(
            Transaction tx, Project project, SqliteEnvironmentStore store, String name, String text, String how) {
        var before = current(store, name);
        return before.flatMap(Environment::text).filter(text::equals).isPresent()
                ? new Saved(before.get(), false)
                : new Saved(record(tx, project, store, name, Optional.of(text), how), true);
    }

    private Environment record(
            Transaction tx,
            Project project,
            SqliteEnvironmentStore store,
            String name,
            Optional<String> text,
            String how) {
        long version = store.versions(name).stream()
                        .mapToLong(Environment::version)
                        .max()
                        .orElse(0)
                + 1;
        var environment = new Environment(
                name,
                version,
                text,
                how,
                Optional.of(temple.clock().instant().truncatedTo(ChronoUnit.MILLIS)),
                Optional.of(temple.user()));
        store.add(environment);
        projects.touch(tx, project.id());
        audit.record(
                tx,
                "env " + how,
                project.slug().text(),
                Json.Obj.empty().with("name", name).with("version", version));
        return environment;
    }

    private static void require(String text, boolean isChecked) {
        if (!EnvironmentsPart.isStorable(text)) {
            throw new TempleException(
                    ErrorCode.ENVIRONMENT_INVALID,
                    "An environment is a text of at most %d characters without NUL.".formatted(NixSyntax.LONGEST));
        }
        if (isChecked) {
            check(text);
        }
    }

    static Optional<Environment> current(SqliteEnvironmentStore store, String name) {
        return store.versions(name).stream()
                .findFirst()
                .filter(last -> last.text().isPresent());
    }

    private static Environment requireCurrent(SqliteEnvironmentStore store, String slug, String name) {
        return current(store, name).orElseThrow(() -> notFound(slug, name));
    }

    private static TempleException notFound(String slug, String name) {
        return new TempleException(
                ErrorCode.ENVIRONMENT_NOT_FOUND,
                "Project %s has no environment %s.".formatted(Printable.text(slug), name));
    }
}
