package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.OwnHistory;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.Repository;

/// The branches and tags of a project: listed, made, renamed, deleted and brought back.
public final class Branches {
    static final String PREFIX = "refs/heads/";
    static final String TAGS = "refs/tags/";

    private static final String KEEPER = """
            INSERT INTO projects (project_id, uuid, slug, name, created_at, updated_at, last_activity_at, removed_at)
            SELECT (SELECT project_id FROM next_project), ?2, slug, name, ?3, ?3, ?3, ?3 FROM projects WHERE project_id = ?1
            """;
    private static final String KEEP_OBJECTS = """
            INSERT INTO project_frames (project_id, frame_no, live)
            SELECT ?2, frame_no, live FROM project_frames WHERE project_id = ?1
            """;
    private static final String KEEP_REF = """
            INSERT OR REPLACE INTO deleted_branches (project_id, name, target, deleted_at, keeper)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """;
    private static final String DELETED = """
            SELECT name, target, deleted_at, keeper
              FROM deleted_branches
             WHERE project_id = ?1 AND name LIKE 'refs/heads/%'
             ORDER BY deleted_at DESC, name
            """;
    private static final String FORGET_REF = """
            DELETE FROM projects
             WHERE removed_at IS NOT NULL
               AND project_id = (SELECT keeper FROM deleted_branches WHERE project_id = ?1 AND name = ?2 AND target = ?3)
            """;
    private static final String FORGET = "DELETE FROM projects WHERE project_id = ?1 AND removed_at IS NOT NULL";

    private final Temple temple;
    private final Project project;

    /// Those of `project`.
    public Branches(Temple temple, Project project) {
        this.temple = temple;
        this.project = project;
    }

    /// A branch.
    ///
    /// @param name   as people call it
    /// @param isHead whether the project's `HEAD` is there
    public record Branch(String name, GitId commit, boolean isHead) {}

    /// A branch, or a version of one before it was amended, that can be brought back.
    public record Deleted(String name, GitId commit, Instant deletedAt) {}

    /// All branches by name.
    public List<Branch> list() {
        return temple.file().read(tx -> {
            var refs = new SqliteRefStore(tx, project.id());
            var head = refs.head();
            return refs.refs().entrySet().stream()
                    .filter(ref -> ref.getKey().startsWith(PREFIX))
                    .map(ref -> new Branch(
                            ref.getKey().substring(PREFIX.length()),
                            ref.getValue(),
                            head.equals(Optional.of(new Head.Branch(ref.getKey())))))
                    .toList();
        });
    }

    /// What was deleted in the last 30 days, the newest first.
    public List<Deleted> deleted() {
        return temple.file()
                .read(tx -> tx.query(DELETED)
                        .bind(1, project.id())
                        .list(row -> new Deleted(
                                row.text(1).substring(PREFIX.length()), GitId.ofBytes(row.bytes(2)), row.instant(3))));
    }

    /// Makes a branch at `start`, a branch, tag or commit.
    ///
    /// @throws TempleException with `REF_NAME_INVALID`, `BRANCH_ALREADY_EXISTS`, or as [RefResolver#resolve]
    public GitId create(String name, String start) {
        return temple.file().write(tx -> {
            try (var stored = new StoredObjects(tx)) {
                var commit =
                        new RefResolver(tx, project.id(), stored).resolve(start).requireCommit();
                requireFree(tx, project.id(), PREFIX, name);
                new OwnHistory(tx, project.id(), stored).advance(PREFIX + name, commit, stored);
                record(tx, "vcs branch create", name, commit);
                return commit;
            }
        });
    }

    /// Deletes a branch; for 30 days it can be brought back.
    ///
    /// @param force whether commits may become unreachable that no other branch or tag has
    /// @throws TempleException with `REF_NOT_FOUND`, `BRANCH_IN_USE` or `BRANCH_NOT_MERGED`
    public GitId delete(String name, boolean force) {
        return temple.file().write(tx -> {
            var refs = new SqliteRefStore(tx, project.id());
            var all = refs.refs();
            var ref = PREFIX + name;
            var target = require(all.get(ref), name);
            requireUnused(tx, refs, ref, name);
            all.remove(ref);
            if (!force && !isReached(tx, refs, all.keySet(), target)) {
                throw new TempleException(
                        ErrorCode.BRANCH_NOT_MERGED,
                        "The branch %s has commits that no other branch or tag has.".formatted(Printable.text(name)));
            }
            keep(tx, temple, project.id(), ref, target, Optional.of(target));
            new Projects(temple)
                    .removed()
                    .recordChange(
                            tx,
                            project,
                            BranchValues.PART,
                            "vcs branch delete",
                            Printable.text(name),
                            List.of(RefValues.removed(name, target)));
            try (var stored = new StoredObjects(tx)) {
                new OwnHistory(tx, project.id(), stored)
                        .replace(all, refs.head().orElseThrow(), id -> false, stored);
            }
            record(tx, "vcs branch delete", name, target);
            return target;
        });
    }

    private boolean isReached(Transaction tx, SqliteRefStore refs, java.util.Collection<String> others, GitId target) {
        var ancestry = new Ancestry(tx, project.id());
        return others.stream()
                .flatMap(other -> refs.commit(other).stream())
                .anyMatch(commit -> ancestry.reaches(commit, target));
    }

    private void requireUnused(Transaction tx, SqliteRefStore refs, String ref, String name) {
        if (refs.head().equals(Optional.of(new Head.Branch(ref)))) {
            throw new TempleException(
                    ErrorCode.BRANCH_IN_USE, "%s is the project's main branch.".formatted(Printable.text(name)));
        }
        new SqliteCheckoutStore(tx)
                .ofProject(project.id()).stream()
                        .filter(checkout -> checkout.branch().equals(Optional.of(ref)))
                        .filter(checkout ->
                                java.nio.file.Files.exists(checkout.directory().resolve(Marker.NAME)))
                        .findFirst()
                        .ifPresent(checkout -> {
                            throw new TempleException(
                                    ErrorCode.BRANCH_IN_USE,
                                    "The branch %s is checked out to %s."
                                            .formatted(
                                                    Printable.text(name),
                                                    Printable.text(
                                                            checkout.directory().toString())));
                        });
    }

    /// Keeps what a branch leads to, for as long as removed projects are kept.
    ///
    /// @param commit the commit that `target` leads to, if it leads to one
    static void keep(Transaction tx, Temple temple, long project, String ref, GitId target, Optional<GitId> commit) {
        var now = temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        tx.update(KEEPER)
                .bind(1, project)
                .bind(2, UUID.randomUUID().toString())
                .bind(3, now)
                .execute();
        long keeper = tx.lastInsertRowId();
        tx.update(KEEP_OBJECTS).bind(1, project).bind(2, keeper).execute();
        new SqliteRefStore(tx, keeper).set(ref, target, commit);
        tx.update(KEEP_REF)
                .bind(1, project)
                .bind(2, ref)
                .bind(3, target.bytes())
                .bind(4, now)
                .bind(5, keeper)
                .execute();
    }

    /// Brings back a branch that was deleted.
    ///
    /// @throws TempleException with `NOTHING_TO_UNDO`, `BRANCH_ALREADY_EXISTS`
    public GitId restore(String name) {
        record Kept(String name, GitId target, long keeper) {}
        return temple.file().write(tx -> {
            var kept = tx
                    .query(DELETED)
                    .bind(1, project.id())
                    .list(row -> new Kept(row.text(1), GitId.ofBytes(row.bytes(2)), row.longValue(4)))
                    .stream()
                    .filter(deleted -> deleted.name().equals(PREFIX + name))
                    .findFirst()
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.NOTHING_TO_UNDO,
                            "No branch %s was deleted in the last 30 days.".formatted(Printable.text(name))));
            requireAbsent(new SqliteRefStore(tx, project.id()).refs().keySet(), PREFIX, name);
            try (var stored = new StoredObjects(tx)) {
                new OwnHistory(tx, project.id(), stored).advance(kept.name(), kept.target(), stored);
            }
            tx.update(FORGET).bind(1, kept.keeper()).execute();
            record(tx, "vcs branch restore", name, kept.target());
            new Projects(temple)
                    .removed()
                    .forgetChange(tx, project, BranchValues.PART, RefValues.removed(name, kept.target()));
            return kept.target();
        });
    }

    /// Gives a branch another name, in the directories that are on it too.
    ///
    /// @throws TempleException as [#create]
    public GitId rename(String from, String to) {
        return temple.file().write(tx -> {
            var refs = new SqliteRefStore(tx, project.id());
            var all = refs.refs();
            var target = require(all.remove(PREFIX + from), from);
            requireFree(all.keySet(), PREFIX, to);
            all.put(PREFIX + to, target);
            refs.replace(all, id -> commitOf(tx, id));
            if (refs.head().equals(Optional.of(new Head.Branch(PREFIX + from)))) {
                refs.setHead(new Head.Branch(PREFIX + to));
            }
            new SqliteCheckoutStore(tx).renameHead(project.id(), PREFIX + from, PREFIX + to);
            record(tx, "vcs branch rename", from + " to " + to, target);
            return target;
        });
    }

    private static Optional<GitId> commitOf(Transaction tx, GitId target) {
        try (var stored = new StoredObjects(tx)) {
            return dev.templedb.temple.history.TagPeeling.commit(stored, target);
        }
    }

    /// Makes a tag at `start`.
    ///
    /// @param message makes it an annotated one
    public GitId tag(String name, String start, Optional<String> message, WorkAuthor.Signature tagger) {
        return temple.file().write(tx -> {
            try (var stored = new StoredObjects(tx)) {
                var commit =
                        new RefResolver(tx, project.id(), stored).resolve(start).requireCommit();
                requireFree(tx, project.id(), TAGS, name);
                Map<GitId, RawObject> made = new HashMap<>();
                var target = message.map(text ->
                                Session.add(made, ObjectKind.TAG, CommitBytes.tag(commit, name, tagger.known(), text)))
                        .orElse(commit);
                new OwnHistory(tx, project.id(), stored)
                        .advance(
                                TAGS + name,
                                target,
                                new LayeredSource(made::containsKey, new MadeSource(made), stored));
                record(tx, "vcs tag", name, commit);
                return commit;
            }
        });
    }

    /// Deletes a tag; for 30 days `undo` brings it back.
    ///
    /// @param force whether commits may become unreachable that no branch or other tag has
    /// @throws TempleException with `REF_NOT_FOUND`, `BRANCH_NOT_MERGED`
    public GitId deleteTag(String name, boolean force) {
        return temple.file().write(tx -> {
            var refs = new SqliteRefStore(tx, project.id());
            var all = refs.refs();
            var target = require(all.get(TAGS + name), name);
            var commit = refs.commit(TAGS + name);
            all.remove(TAGS + name);
            if (!force && commit.isPresent() && !isReached(tx, refs, all.keySet(), commit.get())) {
                throw new TempleException(
                        ErrorCode.BRANCH_NOT_MERGED,
                        "The tag %s leads to commits that no branch has.".formatted(Printable.text(name)));
            }
            keep(tx, temple, project.id(), TAGS + name, target, commit);
            new Projects(temple)
                    .removed()
                    .recordChange(
                            tx,
                            project,
                            TagValues.PART,
                            "vcs tag --delete",
                            Printable.text(name),
                            List.of(RefValues.removed(name, target)));
            try (var stored = new StoredObjects(tx)) {
                new OwnHistory(tx, project.id(), stored)
                        .replace(all, refs.head().orElseThrow(), id -> false, stored);
            }
            record(tx, "vcs tag delete", name, target);
            return target;
        });
    }

    /// Brings back a branch or tag that was deleted.
    ///
    /// @throws TempleException with `BRANCH_ALREADY_EXISTS` when one of such a name is in the way
    void restore(Transaction tx, String prefix, String name, GitId target) {
        requireAbsent(new SqliteRefStore(tx, project.id()).refs().keySet(), prefix, name);
        try (var stored = new StoredObjects(tx)) {
            new OwnHistory(tx, project.id(), stored).advance(prefix + name, target, stored);
        }
        tx.update(FORGET_REF)
                .bind(1, project.id())
                .bind(2, prefix + name)
                .bind(3, target.bytes())
                .execute();
    }

    private static GitId require(@org.jspecify.annotations.Nullable GitId target, String name) {
        if (target == null) {
            throw new TempleException(
                    ErrorCode.REF_NOT_FOUND, "There is no branch or tag %s.".formatted(Printable.text(name)));
        }
        return target;
    }

    static void requireFree(Transaction tx, long project, String prefix, String name) {
        requireFree(new SqliteRefStore(tx, project).refs().keySet(), prefix, name);
    }

    /// @throws TempleException with `REF_NAME_INVALID`; `BRANCH_ALREADY_EXISTS`, also when a name would be a
    /// directory of
    ///         another, which git cannot keep
    private static void requireFree(java.util.Set<String> refs, String prefix, String name) {
        var ref = prefix + name;
        if (!Repository.isValidRefName(ref)
                || name.startsWith("-")
                || name.startsWith("refs/")
                || name.equals("HEAD")
                || name.equals("@")) {
            throw new TempleException(
                    ErrorCode.REF_NAME_INVALID, "\"%s\" cannot be a name here.".formatted(Printable.text(name)));
        }
        requireAbsent(refs, prefix, name);
    }

    private static void requireAbsent(java.util.Set<String> refs, String prefix, String name) {
        var ref = prefix + name;
        for (var other : refs) {
            if (other.equals(ref) || other.startsWith(ref + "/") || ref.startsWith(other + "/")) {
                throw new TempleException(
                        ErrorCode.BRANCH_ALREADY_EXISTS,
                        "There is already %s %s."
                                .formatted(
                                        prefix.equals(TAGS) ? "a tag" : "a branch",
                                        Printable.text(other.substring(other.indexOf('/', 5) + 1))));
            }
        }
    }

    private void record(Transaction tx, String action, String name, GitId target) {
        new Audit(temple)
                .record(
                        tx,
                        action,
                        project.slug().text(),
                        Json.Obj.empty().with("name", name).with("commit", target.hex()));
    }
}
