package dev.templedb.temple.projects;

import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Likeness;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The registry of projects: makes, finds, changes and removes them.
///
/// The methods that take a [Transaction] are for services that do more in the same transaction, such as an import.
public final class Projects {
    private final Temple temple;
    private final SqliteProjectStore store = new SqliteProjectStore();
    private final Audit audit;
    private final RemovedProjects removed;

    /// The registry of `temple`.
    public Projects(Temple temple) {
        this.temple = temple;
        this.audit = new Audit(temple);
        this.removed = new RemovedProjects(temple, store, audit);
    }

    /// What was removed or replaced and can come back.
    public RemovedProjects removed() {
        return removed;
    }

    /// Makes an empty project.
    ///
    /// @throws TempleException with `PROJECT_ALREADY_EXISTS`
    public Project create(Slug slug, ProjectFields fields) {
        return temple.file().write(tx -> create(tx, slug, fields));
    }

    /// Makes an empty project, as [#create(Slug, ProjectFields)] does.
    public Project create(Transaction tx, Slug slug, ProjectFields fields) {
        var made = insert(tx, Project.begun(slug, fields, temple.user(), now()));
        audit.record(tx, "project create", made.slug().text(), Json.Obj.empty());
        removed.recordCreation(tx, made);
        return made;
    }

    /// Adds `project`, whose id is ignored. Its uuid is kept unless the temple has it already, as when a package is
    /// imported a second time under another slug.
    ///
    /// @return the project with its id
    /// @throws TempleException with `PROJECT_ALREADY_EXISTS` when its slug is taken
    public Project insert(Transaction tx, Project project) {
        var taken = store.find(tx, project.slug().text());
        if (taken.isPresent()) {
            throw alreadyExists(taken.get().slug());
        }
        var fresh = store.hasUuid(tx, project.uuid()) ? project.withUuid(UUID.randomUUID()) : project;
        return fresh.withId(store.insert(tx, fresh));
    }

    /// Adds `project` in the place of the one that has its slug now, which can be brought back for 30 days.
    ///
    /// @return the project with its id
    public Project insertReplacing(Transaction tx, Project project) {
        var old = store.find(tx, project.slug().text());
        old.ifPresent(replaced -> store.setRemovedAt(tx, replaced.id(), now()));
        var inserted = insert(tx, project);
        old.ifPresent(replaced -> removed.recordOverwrite(tx, replaced, inserted));
        return inserted;
    }

    /// The project of that name, if there is one. Slugs are compared without regard to case.
    public Optional<Project> find(String slug) {
        return temple.file().read(tx -> store.find(tx, slug));
    }

    /// The project of that name, if there is one.
    public Optional<Project> find(Transaction tx, String slug) {
        return store.find(tx, slug);
    }

    /// The project of that name.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, and the nearest name there is
    public Project require(String slug) {
        return temple.file().read(tx -> require(tx, slug));
    }

    /// The project of that name.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, and the nearest name there is
    public Project require(Transaction tx, String slug) {
        return store.find(tx, slug).orElseThrow(() -> notFound(tx, slug));
    }

    /// The project with that number.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public Project require(Transaction tx, long id) {
        return store.find(tx, id)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.PROJECT_NOT_FOUND, "There is no project with number %d.".formatted(id)));
    }

    /// The projects that `filter` lets through, by slug; with a text, those first whose slug or name has its first
    /// word.
    public List<ProjectSummary> list(ProjectFilter filter) {
        return temple.file().read(tx -> store.list(tx, filter));
    }

    /// The slugs of all projects, in order.
    public List<String> slugs() {
        return temple.file().read(store::slugs);
    }

    /// Every tag that projects have.
    public List<TagUse> tags() {
        return temple.file().read(store::tags);
    }

    /// Changes the fields of a project.
    ///
    /// @return the project as it is now; the same when `change` changes nothing
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `PROJECT_VALUE_INVALID`, or `PROJECT_STATUS_TRANSITION`
    public Project edit(String slug, Consumer<ProjectDraft> change) {
        return edit("project edit", slug, change);
    }

    /// Changes the fields of a project by a command that the audit log calls `action`.
    ///
    /// @return as [#edit(String, Consumer)], with the same errors
    public Project edit(String action, String slug, Consumer<ProjectDraft> change) {
        return temple.file().write(tx -> edit(tx, action, slug, change));
    }

    /// Changes the fields of a project, as [#edit(String, String, Consumer)] does.
    public Project edit(Transaction tx, String action, String slug, Consumer<ProjectDraft> change) {
        var project = require(tx, slug);
        var fields = project.fields().with(change);
        requireTransition(project.fields().status(), fields.status());
        if (fields.equals(project.fields())) {
            return project;
        }
        audit.record(tx, action, project.slug().text(), project.fields().changes(fields));
        var changes = KeptChange.between(FieldValues.of(project.fields()), FieldValues.of(fields));
        removed.recordChange(tx, project, FieldValues.PART, action, FieldValues.list(changes), changes);
        return save(tx, project.withFields(fields));
    }

    /// Stores `project` if nobody has changed it since it was read. Its fields are not checked for transitions.
    ///
    /// @return the project as it is now
    /// @throws TempleException with `PROJECT_CHANGED` when somebody has
    public Project save(Transaction tx, Project project) {
        var changed = project.changedAt(now());
        if (!store.update(tx, changed)) {
            throw new TempleException(
                    ErrorCode.PROJECT_CHANGED,
                    "Project %s was changed by someone else in the meantime.".formatted(project.slug()));
        }
        return changed;
    }

    /// Makes `known` say what an imported state says of it: its fields, who began it, and when it was last changed.
    /// Its
    /// slug, its identity and what it says of this machine stay: its directory, and addresses that are paths.
    ///
    /// @return the project as it is now
    public Project adopt(Transaction tx, Project known, Project described) {
        var adopted = new Project(
                known.id(),
                known.uuid(),
                known.slug(),
                described.fields().with(draft -> keepLocal(draft, described.fields(), known.fields())),
                described.unknownFields(),
                described.createdBy(),
                described.createdAt(),
                described.updatedAt(),
                now(),
                known.rev() + 1);
        if (!store.update(tx, adopted)) {
            throw new IllegalStateException("a transaction has one writer");
        }
        return adopted;
    }

    private static void keepLocal(ProjectDraft draft, ProjectFields described, ProjectFields known) {
        draft.workingDirectory(known.workingDirectory())
                .repositoryUrl(orLocal(described.repositoryUrl(), known.repositoryUrl()))
                .upstreamUrl(orLocal(described.upstreamUrl(), known.upstreamUrl()));
    }

    private static @Nullable String orLocal(@Nullable String described, @Nullable String known) {
        return described == null && known != null && Addresses.isLocal(known) ? known : described;
    }

    /// Gives a project another slug. A change of case alone is allowed.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, or `PROJECT_ALREADY_EXISTS` when the new slug is taken
    public Project rename(String slug, Slug newSlug) {
        return temple.file().write(tx -> rename(tx, slug, newSlug));
    }

    /// Gives a project another slug, as [#rename(String, Slug)] does.
    public Project rename(Transaction tx, String slug, Slug newSlug) {
        var project = require(tx, slug);
        if (project.slug().equals(newSlug)) {
            return project;
        }
        store.find(tx, newSlug.text())
                .filter(other -> other.id() != project.id())
                .ifPresent(other -> {
                    throw alreadyExists(other.slug());
                });
        audit.record(
                tx, "project rename", project.slug().text(), Json.Obj.empty().with("to", newSlug.text()));
        removed.recordChange(
                tx,
                project,
                SlugValues.PART,
                "project rename",
                "%s to %s".formatted(project.slug(), newSlug),
                List.of(SlugValues.change(project.slug(), newSlug)));
        return save(tx, project.withSlug(newSlug));
    }

    /// Gives a project the slug that it had before.
    ///
    /// @throws TempleException with `SLUG_TAKEN_SINCE`
    void renameBack(Transaction tx, Project project, Slug slug) {
        store.find(tx, slug.text()).filter(other -> other.id() != project.id()).ifPresent(other -> {
            throw new TempleException(
                    ErrorCode.SLUG_TAKEN_SINCE,
                    "%s cannot be called %s again: there is another project of that name by now."
                            .formatted(project.slug(), slug));
        });
        save(tx, project.withSlug(slug));
    }

    /// Takes a project out of sight; for 30 days it can be brought back.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public RemovedProject remove(String slug) {
        return temple.file().write(tx -> remove(tx, slug));
    }

    /// Takes a project out of sight, as [#remove(String)] does.
    public RemovedProject remove(Transaction tx, String slug) {
        var project = require(tx, slug);
        store.setRemovedAt(tx, project.id(), now());
        var entry = removed.recordRemoval(tx, project);
        audit.record(
                tx, "project remove", project.slug().text(), Json.Obj.empty().with("undo", entry.undoId()));
        return entry;
    }

    /// Notes that something about the project has changed just now.
    public void touch(Transaction tx, long projectId) {
        store.touch(tx, projectId, now());
    }

    private static void requireTransition(ProjectStatus from, ProjectStatus to) {
        if (from != to && !from.next().contains(to)) {
            throw new TempleException(
                    ErrorCode.PROJECT_STATUS_TRANSITION,
                    "A project that is %s cannot become %s, only %s."
                            .formatted(
                                    from.word(),
                                    to.word(),
                                    Words.list(from.next().toArray(new ProjectStatus[0]))));
        }
    }

    private TempleException notFound(Transaction tx, String slug) {
        var guess = Likeness.nearest(slug, store.slugs(tx)).map(" Did you mean %s?"::formatted);
        return new TempleException(
                ErrorCode.PROJECT_NOT_FOUND,
                "There is no project %s.%s".formatted(Printable.text(slug), guess.orElse("")));
    }

    private static TempleException alreadyExists(Slug slug) {
        return new TempleException(ErrorCode.PROJECT_ALREADY_EXISTS, "There is already a project %s.".formatted(slug));
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
