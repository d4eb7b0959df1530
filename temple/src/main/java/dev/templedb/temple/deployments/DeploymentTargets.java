package dev.templedb.temple.deployments;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.dotenv.Dotenv;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.KeptChange;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keeps the targets of projects. Thread-safe, as the temple is.
public final class DeploymentTargets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    private static final int HIGHEST_PORT = 65_535;

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The targets in `temple`.
    public DeploymentTargets(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Adds a target after those that there are.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `TARGET_ALREADY_EXISTS` or `TARGET_INVALID`
    public Target add(String slug, String name, TargetChange change) {
        if (!isName(name)) {
            throw invalid("\"%s\" cannot be the name of a target.".formatted(Printable.text(name)));
        }
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteTargetStore(tx, project.id());
            var targets = new ArrayList<>(store.targets());
            if (targets.stream().anyMatch(target -> target.name().equals(name))) {
                throw new TempleException(
                        ErrorCode.TARGET_ALREADY_EXISTS,
                        "Project %s already has a target %s.".formatted(project.slug(), name));
            }
            var target = changed(Json.Obj.empty().with(Target.NAME, name), change);
            targets.add(target);
            save(tx, project, store, targets, "deploy target add", name);
            return target;
        });
    }

    /// Changes a target in its place; members that nobody here knows stay.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `TARGET_NOT_FOUND` or `TARGET_INVALID`
    public Target edit(String slug, String name, TargetChange change) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteTargetStore(tx, project.id());
            var targets = new ArrayList<>(store.targets());
            var before = require(targets, slug, name);
            var after = changed(before.json(), change);
            if (!after.equals(before)) {
                int at = targets.indexOf(before);
                keep(
                        tx,
                        project,
                        "deploy target edit",
                        new KeptChange(
                                name,
                                Optional.of(TargetValues.value(at, before)),
                                Optional.of(TargetValues.value(at, after))));
                targets.set(at, after);
                save(tx, project, store, targets, "deploy target edit", name);
            }
            return after;
        });
    }

    /// Removes a target; its history stays.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `TARGET_NOT_FOUND`
    public void remove(String slug, String name) {
        temple.file().<Optional<Target>>write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteTargetStore(tx, project.id());
            var targets = new ArrayList<>(store.targets());
            var gone = require(targets, slug, name);
            int at = targets.indexOf(gone);
            keep(tx, project, "deploy target remove", KeptChange.removed(name, TargetValues.value(at, gone)));
            targets.remove(at);
            save(tx, project, store, targets, "deploy target remove", name);
            return Optional.of(gone);
        });
    }

    /// The targets of a project in the order of its document.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<Target> list(String slug) {
        return temple.file()
                .read(tx -> new SqliteTargetStore(tx, projects.require(tx, slug).id()).targets());
    }

    /// One target.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `TARGET_NOT_FOUND`
    public Target get(String slug, String name) {
        return temple.file()
                .read(tx -> require(
                        new SqliteTargetStore(tx, projects.require(tx, slug).id()).targets(), slug, name));
    }

    private static Target require(List<Target> targets, String slug, String name) {
        return targets.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.TARGET_NOT_FOUND,
                        "Project %s has no target %s.".formatted(Printable.text(slug), Printable.text(name))));
    }

    private static Target changed(Json.Obj json, TargetChange change) {
        var target = new Target(change.applyTo(json));
        requireValid(target);
        return target;
    }

    /// Checks what a package may have brought, too.
    ///
    /// @throws TempleException with `TARGET_INVALID`; its message has no values of variables, commands or addresses
    static void requireValid(Target target) {
        target.variables().forEach((name, value) -> {
            if (!Dotenv.isName(name)) {
                throw invalid("\"%s\" cannot be the name of a variable.".formatted(Printable.text(name)));
            }
            requireNoZero("variable " + name, value);
        });
        target.host().ifPresent(text -> requireNoZero("host", text));
        target.region().ifPresent(text -> requireNoZero("region", text));
        target.before().ifPresent(text -> requireNoZero("hook before", text));
        target.after().ifPresent(text -> requireNoZero("hook after", text));
        target.healthCommand().ifPresent(text -> requireNoZero("command of the health check", text));
        target.healthUrl().ifPresent(DeploymentTargets::requireUrl);
        var script = target.script();
        if (script.isEmpty()
                || script.startsWith("/")
                || List.of(script.split("/")).contains("..")
                || script.indexOf('\0') >= 0) {
            throw invalid("The script \"%s\" is not a path inside of the project.".formatted(Printable.text(script)));
        }
    }

    static void requireNoZero(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw invalid("The %s has a zero byte in it, which no program can be given.".formatted(what));
        }
    }

    static URI requireUrl(String url) {
        try {
            var uri = URI.create(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() <= HIGHEST_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException noUri) {
            // The message below says it.
        }
        throw invalid("The address of the health check is not an http or https address.");
    }

    private void keep(Transaction tx, Project project, String command, KeptChange change) {
        projects.removed().recordChange(tx, project, TargetValues.PART, command, change.name(), List.of(change));
    }

    private void save(
            Transaction tx,
            Project project,
            SqliteTargetStore store,
            List<Target> targets,
            String action,
            String name) {
        store.put(store.document().orElseGet(TargetsDocument::empty).with(targets));
        projects.touch(tx, project.id());
        audit.record(tx, action, project.slug().text(), Json.Obj.empty().with("target", name));
    }

    private static TempleException invalid(String message) {
        return new TempleException(ErrorCode.TARGET_INVALID, message);
    }
}
