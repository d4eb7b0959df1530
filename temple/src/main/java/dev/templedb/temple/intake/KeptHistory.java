package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.HistoryReturn;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import dev.templedb.temple.states.SqliteDocumentStore;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/// The way back from a sync that takes commits or refs away: what the history was is kept by a project that is removed
/// from the beginning, for as long as removed projects are.
public final class KeptHistory implements HistoryReturn {
    private static final String KEEPER = """
            INSERT INTO projects (project_id, uuid, slug, name, source, source_options, created_at, updated_at, last_activity_at, removed_at)
            SELECT (SELECT project_id FROM next_project), ?2, slug, name, source, source_options, ?3, ?3, ?3, ?3
              FROM projects
             WHERE project_id = ?1
            """;
    private static final String SOURCE_BACK = """
            UPDATE projects
               SET (source, source_options) = (SELECT source, source_options FROM projects WHERE project_id = ?2)
             WHERE project_id = ?1
            """;
    private static final String FORGET = "DELETE FROM projects WHERE project_id = ?1 AND removed_at IS NOT NULL";

    /// For [java.util.ServiceLoader].
    public KeptHistory() {}

    /// What a project has just before its history changes. Costs a read of its refs and of one row for each of its
    /// frames.
    public record Before(
            SortedMap<String, GitId> refs,
            Optional<Head> head,
            Set<GitId> shallow,
            SortedMap<String, GitId> source,
            ProjectObjects objects,
            long commits) {
        /// As `tx` sees it.
        public static Before of(Transaction tx, long project) {
            var refs = new SqliteRefStore(tx, project);
            return new Before(
                    refs.refs(),
                    refs.head(),
                    refs.shallow(),
                    new SqliteSourceRefs(tx, project).all(),
                    new SqliteObjectStore(tx).membership(project),
                    new SqliteCommitStore(tx, project).count());
        }

        /// Branches and other refs that are gone, and tags that are gone or elsewhere, by full name.
        public List<String> gone(Transaction tx, long project) {
            var now = new SqliteRefStore(tx, project).refs();
            var left = refs.entrySet().stream()
                    .filter(ref -> !ref.getKey().startsWith(RefMerge.THEIRS))
                    .filter(ref -> !ref.getValue().equals(now.get(ref.getKey())))
                    .toList();
            var commits = left.stream()
                    .filter(ref -> ref.getKey().startsWith("refs/heads/"))
                    .map(java.util.Map.Entry::getValue)
                    .toList();
            var present = new SqliteCommitStore(tx, project).present(commits);
            return left.stream()
                    .filter(ref -> !ref.getKey().startsWith("refs/heads/")
                            || !now.containsKey(ref.getKey())
                            || !present.contains(ref.getValue()))
                    .map(java.util.Map.Entry::getKey)
                    .toList();
        }
    }

    /// Keeps what `project` was, and says in the list of what can be undone what has happened to it.
    ///
    /// @param how the end of a sentence: `replaced by a sync`
    public static void keep(Transaction tx, Temple temple, Project project, Before before, String how) {
        tx.update(KEEPER)
                .bind(1, project.id())
                .bind(2, UUID.randomUUID().toString())
                .bind(3, temple.clock().instant().truncatedTo(ChronoUnit.MILLIS))
                .execute();
        long keeper = tx.lastInsertRowId();
        var refs = new SqliteRefStore(tx, keeper);
        try (var stored = new StoredObjects(tx)) {
            refs.replace(before.refs(), target -> TagPeeling.commit(stored, target));
        }
        before.head().ifPresent(refs::setHead);
        refs.replaceShallow(before.shallow());
        new SqliteSourceRefs(tx, keeper).replace(before.source());
        new SqliteObjectStore(tx).replaceMembership(keeper, before.objects());
        new Projects(temple).removed().recordHistory(tx, project, keeper, how);
    }

    @Override
    public void bringBack(Temple temple, Transaction tx, Project project, long keeper) {
        keep(tx, temple, project, Before.of(tx, project.id()), "replaced by undo");
        var kept = new SqliteRefStore(tx, keeper);
        try (var stored = new StoredObjects(tx)) {
            var documents = new SqliteDocumentStore(tx, project.id()).all().values();
            new HistoryIntake(tx, project.id(), stored, documents, Progress.NONE)
                    .take(new SourceHistory(
                            kept.refs(),
                            kept.head().orElseThrow(),
                            kept.shallow(),
                            id -> false,
                            stored,
                            ErrorCode.TEMPLE_CORRUPT));
            new SqliteSourceRefs(tx, project.id()).replace(new SqliteSourceRefs(tx, keeper).all());
            tx.update(SOURCE_BACK).bind(1, project.id()).bind(2, keeper).execute();
            new Projects(temple).touch(tx, project.id());
            new ProjectStates(temple.clock()).record(tx, project, stored);
        }
        tx.update(FORGET).bind(1, keeper).execute();
    }
}
