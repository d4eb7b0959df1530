package dev.templedb.temple.cloning;

import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.databases.ProjectDatabases;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectDraft;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/// Makes a project of another one.
///
/// The clone has its files, history, environments, variables, secrets (the same ciphertexts for the same recipients),
/// deployment
/// targets, tags, contributors and databases with their rows. Its upstream is the source's repository. It begins
/// without a repository, a working
/// directory and a
/// source of its own, without members, hosting facts, checked-out directories and deployments.
public final class ProjectClone {
    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final Audit audit;

    /// Clones in `temple`.
    public ProjectClone(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.audit = new Audit(temple);
    }

    /// What was made.
    public record Cloned(Project project, Sha256 contentRoot, long commits, long files) {}

    /// Clones a project, in one transaction. Costs a copy of the rows of its history, about 1 µs each.
    ///
    /// @param changes what is to be different from the start
    /// @throws dev.templedb.core.TempleException with `PROJECT_NOT_FOUND`, `PROJECT_ALREADY_EXISTS` or
    /// `PROJECT_VALUE_INVALID`
    public Cloned run(String slug, Slug clone, Consumer<ProjectDraft> changes) {
        var cloned = temple.file().write(tx -> clone(tx, slug, clone, changes));
        temple.file().checkpoint();
        return cloned;
    }

    private Cloned clone(Transaction tx, String slug, Slug clone, Consumer<ProjectDraft> changes) {
        var source = projects.require(tx, slug);
        var now = temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var begun = Project.begun(clone, fields(source.fields(), clone).with(changes), temple.user(), now)
                .withUnknownFields(source.unknownFields());
        var made = projects.insert(tx, begun);
        var copy = new SqliteProjectCopy(tx, source.id(), made.id());
        try (var stored = new StoredObjects(tx)) {
            var before = states.record(tx, source, stored);
            copy.run();
            ProjectDatabases.copy(tx, source.id(), made.id());
            states.adopt(tx, made.id(), before);
            var root = states.record(tx, made, stored).root();
            audit.record(
                    tx,
                    "project clone",
                    made.slug().text(),
                    Json.Obj.empty().with("of", source.slug().text()).with("content_root", root.hex()));
            return new Cloned(made, root, copy.commits(), copy.files());
        }
    }

    private static ProjectFields fields(ProjectFields source, Slug clone) {
        return source.with(draft -> draft.name(clone.text())
                .upstreamUrl(source.repositoryUrl())
                .repositoryUrl(null)
                .workingDirectory(null));
    }
}
