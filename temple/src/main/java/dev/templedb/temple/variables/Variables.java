package dev.templedb.temple.variables;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.dotenv.Dotenv;
import dev.templedb.packages.dotenv.InvalidDotenv;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.KeptChange;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Keeps the variables of projects, one set for each environment. An environment has what
/// [the default one][#DEFAULT] has, unless it says something else itself.
public final class Variables {
    /// The environment of what is the same everywhere.
    public static final String DEFAULT = "default";

    private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9_][a-z0-9._-]{0,99}");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_VALUE = 1 << 20;

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The variables in `temple`.
    public Variables(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// What setting several variables did.
    ///
    /// @param changed     names that are new or have another value now
    /// @param unchanged   how many had their value already
    /// @param removed     names that went
    /// @param looksSecret those of the changed that most likely should be secrets
    public record Changed(List<String> changed, long unchanged, List<String> removed, List<String> looksSecret) {
        public Changed {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
            looksSecret = List.copyOf(looksSecret);
        }
    }

    /// The environment that `name` means: names do not differ by case.
    ///
    /// @throws TempleException with `VARIABLE_INVALID`
    public static String environment(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (!ENVIRONMENT.matcher(lower).matches()) {
            throw invalid("\"%s\" cannot be the name of an environment.".formatted(Printable.text(name)));
        }
        return lower;
    }

    /// Gives variables values, all or none of them.
    ///
    /// @param others whether the other variables of the environment go
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `VARIABLE_INVALID`; the message holds no value
    public Changed set(String slug, String environment, Map<String, String> values, boolean others) {
        return temple.file().write(tx -> set(tx, slug, environment, values, others));
    }

    /// Gives variables values, as [#set(String, String, Map, boolean)] does.
    public Changed set(Transaction tx, String slug, String environment, Map<String, String> values, boolean others) {
        values.forEach(Variables::require);
        var project = projects.require(tx, slug);
        var store = new SqliteVariableStore(tx, project.id());
        var before = VariableValues.of(store, environment);
        var changed = new ArrayList<String>();
        values.forEach((name, value) -> {
            if (store.put(environment, name, value, now())) {
                changed.add(name);
            }
        });
        var removed = others ? removeOthers(store, environment, values) : List.<String>of();
        if (!changed.isEmpty() || !removed.isEmpty()) {
            var details = details(environment, "names", changed);
            record(
                    tx,
                    "var set",
                    project,
                    removed.isEmpty() ? details : details.with("removed", Json.Arr.ofTexts(removed)));
            keep(
                    tx,
                    project,
                    "var set",
                    environment,
                    KeptChange.between(before, VariableValues.of(store, environment)));
        }
        return new Changed(changed, values.size() - (long) changed.size(), removed, looksSecret(changed));
    }

    private static List<String> removeOthers(SqliteVariableStore store, String environment, Map<String, String> kept) {
        var removed = store.all().stream()
                .filter(variable -> variable.environment().equals(environment) && !kept.containsKey(variable.name()))
                .map(Variable::name)
                .toList();
        removed.forEach(name -> store.remove(environment, name));
        return removed;
    }

    /// Reads a file of variables.
    ///
    /// @throws TempleException with `VARIABLE_INVALID`, which names the line and no value
    public static SequencedMap<String, String> parse(String text) {
        try {
            return Dotenv.parse(text);
        } catch (InvalidDotenv invalid) {
            throw new TempleException(
                    ErrorCode.VARIABLE_INVALID,
                    "This is not a file of variables: %s.".formatted(invalid.getMessage()),
                    invalid);
        }
    }

    /// Writes variables as a file that every dotenv reader and every shell understands. Those that
    /// [no shell can have][#notForShells] stand there as comments, for people.
    public static String write(List<Variable> variables) {
        var values = new TreeMap<String, String>();
        variables.forEach(variable -> values.put(variable.name(), variable.value()));
        var text = new StringBuilder();
        values.forEach((name, value) -> {
            var lines = Dotenv.write(Map.of(name, value));
            text.append(Dotenv.isShellName(name) ? lines : lines.replaceAll("(?m)^(?=.)", "# "));
        });
        return text.toString();
    }

    /// The names of those that no shell can have, such as `log.level`, which some programs read all the same.
    public static List<String> notForShells(List<Variable> variables) {
        return variables.stream()
                .map(Variable::name)
                .filter(name -> !Dotenv.isShellName(name))
                .distinct()
                .sorted()
                .toList();
    }

    /// Those of the names that most likely should be secrets.
    public static List<String> looksSecret(Collection<String> names) {
        return names.stream()
                .filter(dev.templedb.analysis.secrets.SecretNames::isSecret)
                .toList();
    }

    /// The variable as `environment` sees it: its own, or else that of the default one.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `VARIABLE_NOT_FOUND`
    public Variable get(String slug, String environment, String name) {
        return temple.file().read(tx -> {
            var store = new SqliteVariableStore(tx, projects.require(tx, slug).id());
            return store.find(environment, name)
                    .or(() -> store.find(DEFAULT, name))
                    .orElseThrow(() -> notFound(slug, environment, name));
        });
    }

    /// Every variable of every environment, by environment and name.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<Variable> list(String slug) {
        return temple.file()
                .read(tx ->
                        new SqliteVariableStore(tx, projects.require(tx, slug).id()).all());
    }

    /// What `environment` has, its own and what it takes from the default one, by name.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<Variable> effective(String slug, String environment) {
        return temple.file().read(tx -> effective(tx, projects.require(tx, slug).id(), environment));
    }

    /// What `environment` of a project has, its own and what it takes from the default one, by name.
    public static List<Variable> effective(Transaction tx, long project, String environment) {
        var byName = new TreeMap<String, Variable>();
        for (var variable : new SqliteVariableStore(tx, project).all()) {
            if (variable.environment().equals(environment)) {
                byName.put(variable.name(), variable);
            } else if (variable.environment().equals(DEFAULT)) {
                byName.putIfAbsent(variable.name(), variable);
            }
        }
        return List.copyOf(byName.values());
    }

    /// Removes variables, all or none of them.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `VARIABLE_NOT_FOUND`
    public void remove(String slug, String environment, List<String> names) {
        temple.file().<Optional<String>>write(tx -> {
            remove(tx, slug, environment, names);
            return Optional.empty();
        });
    }

    /// Removes variables, as [#remove(String, String, List)] does.
    public void remove(Transaction tx, String slug, String environment, List<String> names) {
        var project = projects.require(tx, slug);
        var store = new SqliteVariableStore(tx, project.id());
        var before = VariableValues.of(store, environment);
        for (var name : names) {
            if (!store.remove(environment, name)) {
                throw notFound(slug, environment, name);
            }
        }
        record(tx, "var remove", project, details(environment, "names", names));
        keep(tx, project, "var remove", environment, KeptChange.between(before, VariableValues.of(store, environment)));
    }

    private void keep(Transaction tx, Project project, String command, String environment, List<KeptChange> changes) {
        boolean isOnlyAdded =
                changes.stream().allMatch(change -> change.before().isEmpty());
        var names = changes.stream()
                .filter(change -> isOnlyAdded || change.before().isPresent())
                .map(change -> change.name().substring(environment.length() + 1))
                .collect(Collectors.joining(", "));
        projects.removed()
                .recordChange(
                        tx,
                        project,
                        VariableValues.PART,
                        command,
                        environment.equals(DEFAULT) ? names : "%s (%s)".formatted(names, environment),
                        changes);
    }

    private void record(Transaction tx, String action, Project project, Json.Obj details) {
        projects.touch(tx, project.id());
        audit.record(tx, action, project.slug().text(), details);
    }

    private static Json.Obj details(String environment, String member, List<String> names) {
        return Json.Obj.empty().with("environment", environment).with(member, Json.Arr.ofTexts(names));
    }

    /// @throws TempleException with `VARIABLE_INVALID`; the message holds no value
    static void require(String name, String value) {
        if (!Dotenv.isName(name) || name.length() > LONGEST_NAME) {
            throw invalid("\"%s\" cannot be the name of a variable.".formatted(Printable.text(name)));
        }
        if (value.indexOf('\0') >= 0) {
            throw invalid("The value of %s has a NUL character in it, which no program could read.".formatted(name));
        }
        if (value.length() > LONGEST_VALUE) {
            throw invalid("The value of %s is longer than 1,048,576 characters.".formatted(name));
        }
    }

    private static TempleException invalid(String message) {
        return new TempleException(ErrorCode.VARIABLE_INVALID, message);
    }

    private static TempleException notFound(String slug, String environment, String name) {
        var where = environment.equals(DEFAULT) ? "" : " in the environment " + environment;
        return new TempleException(
                ErrorCode.VARIABLE_NOT_FOUND,
                "Project %s has no variable %s%s.".formatted(slug, Printable.text(name), where));
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
