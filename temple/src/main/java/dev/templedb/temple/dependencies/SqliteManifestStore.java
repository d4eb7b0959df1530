package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.LinkedManifest;
import dev.templedb.analysis.manifests.Manifest;
import dev.templedb.analysis.manifests.Mention;
import dev.templedb.core.GitId;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables of manifests and dependencies, inside one transaction.
final class SqliteManifestStore {
    private static final String IS_KNOWN = "SELECT 1 FROM dependency_states WHERE project_id = ?1 AND reader = ?2";
    private static final String MARK = """
            INSERT INTO dependency_states (project_id, reader) VALUES (?1, ?2)
                ON CONFLICT (project_id) DO UPDATE SET reader = excluded.reader
            """;
    private static final String MARK_UNFOLLOWED = """
            UPDATE dependency_states SET unfollowed_path_no = ?2 WHERE project_id = ?1 AND unfollowed_path_no IS NOT ?2
            """;
    private static final String FORGET_MANIFEST =
            "DELETE FROM project_manifests WHERE project_id = ?1 AND path_no = ?2";
    private static final String FORGET_PACKAGES = "DELETE FROM dependencies WHERE project_id = ?1 AND path_no = ?2";
    private static final String FORGET_EDGES = "DELETE FROM dependency_edges WHERE project_id = ?1 AND path_no = ?2";
    private static final String ADD_MANIFEST = """
            INSERT INTO project_manifests (project_id, path_no, blob, format) VALUES (?1, ?2, ?3, ?4)
            """;
    private static final String MANIFESTS = """
            SELECT m.path_no, p.path, m.blob, m.format
              FROM project_manifests m JOIN paths p USING (project_id, path_no)
             WHERE m.project_id = ?1
             ORDER BY p.path
            """;
    private static final String FILES = """
            SELECT f.path_no, p.path, f.mode, f.blob
              FROM files f JOIN paths p USING (project_id, path_no)
             WHERE f.project_id = ?1 AND f.type NOT IN ('symlink', 'submodule')
            """;
    private static final String FILE = FILES + " AND p.path = ?2";
    private static final String SAID = """
            SELECT said, problem FROM manifests WHERE blob = ?1 AND format = ?2 AND reader = ?3
            """;
    private static final String KEEP = """
            INSERT INTO manifests (blob, format, reader, said, problem) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (blob, format) DO UPDATE
               SET reader = excluded.reader, said = excluded.said, problem = excluded.problem
            """;
    private static final String ADD_PACKAGE = """
            INSERT INTO dependencies (project_id, path_no, position, type, namespace, name, version, requirement, scope, direct)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """;
    private static final String ADD_EDGE = """
            INSERT INTO dependency_edges (project_id, path_no, position, needs) VALUES (?1, ?2, ?3, ?4)
            """;
    private static final String FORGET_ORPHANS = """
            DELETE FROM manifests
             WHERE NOT EXISTS (SELECT 1 FROM project_manifests m WHERE m.blob = manifests.blob)
            """;

    private final Transaction tx;
    private final long project;

    SqliteManifestStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// A manifest of the tree that `HEAD` names.
    record Listed(int pathNo, String path, GitId blob, String format) {}

    /// What is kept of a manifest: what it says, or why it cannot be read.
    record Kept(byte @Nullable [] said, @Nullable String problem) {
        /// What it says; empty when it says nothing or what is kept is damaged.
        Optional<Manifest> manifest() {
            return said == null ? Optional.empty() : ManifestCodec.decode(said);
        }
    }

    /// Whether the tables hold everything about the project, as this version reads manifests.
    boolean isKnown() {
        return tx.query(IS_KNOWN).bind(1, project).bind(2, ManifestCodec.READER).exists();
    }

    void markKnown() {
        tx.update(MARK).bind(1, project).bind(2, ManifestCodec.READER).execute();
    }

    /// Keeps at which file of requirements following others has stopped; null when all were followed.
    void markUnfollowed(@Nullable Listed manifest) {
        tx.update(MARK_UNFOLLOWED)
                .bind(1, project)
                .bind(2, manifest == null ? null : (long) manifest.pathNo())
                .execute();
    }

    /// All files of the tree, of which few are manifests.
    List<Listed> files() {
        return tx.query(FILES)
                .bind(1, project)
                .list(row -> new Listed(
                        row.intValue(1),
                        new String(row.bytes(2), java.nio.charset.StandardCharsets.UTF_8),
                        GitId.ofBytes(row.bytes(4)),
                        ""));
    }

    /// The file at `path` in the tree that `HEAD` names, if it is one.
    Optional<Listed> file(String path) {
        return tx.query(FILE)
                .bind(1, project)
                .bind(2, path.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .first(row -> new Listed(row.intValue(1), path, GitId.ofBytes(row.bytes(4)), ""));
    }

    List<Listed> manifests() {
        return tx.query(MANIFESTS)
                .bind(1, project)
                .list(row -> new Listed(
                        row.intValue(1),
                        new String(row.bytes(2), java.nio.charset.StandardCharsets.UTF_8),
                        GitId.ofBytes(row.bytes(3)),
                        row.text(4)));
    }

    void forget(Collection<Integer> paths) {
        for (var sql : List.of(FORGET_MANIFEST, FORGET_PACKAGES, FORGET_EDGES)) {
            tx.batch(
                    sql,
                    batch -> paths.forEach(
                            path -> batch.set(1, project).set(2, path).add()));
        }
    }

    void forgetPackages(Collection<Integer> paths) {
        for (var sql : List.of(FORGET_PACKAGES, FORGET_EDGES)) {
            tx.batch(
                    sql,
                    batch -> paths.forEach(
                            path -> batch.set(1, project).set(2, path).add()));
        }
    }

    void add(Collection<Listed> manifests) {
        tx.batch(
                ADD_MANIFEST,
                batch -> manifests.forEach(one -> batch.set(1, project)
                        .set(2, one.pathNo())
                        .set(3, one.blob().bytes())
                        .set(4, one.format())
                        .add()));
    }

    Optional<Kept> said(GitId blob, String format) {
        return tx.query(SAID)
                .bind(1, blob.bytes())
                .bind(2, format)
                .bind(3, ManifestCodec.READER)
                .first(row -> new Kept(row.nullableBytes(1), row.nullableText(2)));
    }

    void keep(GitId blob, String format, Kept kept) {
        tx.batch(
                KEEP,
                batch -> batch.set(1, blob.bytes())
                        .set(2, format)
                        .set(3, ManifestCodec.READER)
                        .set(4, kept.said())
                        .set(5, kept.problem())
                        .add());
    }

    void addPackages(List<LinkedManifest> linked, Map<String, Integer> paths) {
        tx.batch(
                ADD_PACKAGE,
                packages -> tx.batch(
                        ADD_EDGE,
                        edges -> linked.forEach(manifest -> {
                            int path = paths.getOrDefault(manifest.path(), -1);
                            for (int position = 0;
                                    position < manifest.mentions().size();
                                    position++) {
                                add(
                                        packages,
                                        edges,
                                        path,
                                        position,
                                        manifest.mentions().get(position));
                            }
                        })));
    }

    private void add(Batch packages, Batch edges, int path, int position, Mention mention) {
        var scope = java.util.Objects.requireNonNull(mention.scope(), "linked mentions have a scope");
        packages.set(1, project)
                .set(2, path)
                .set(3, position)
                .set(4, mention.name().type())
                .set(5, mention.name().namespace())
                .set(6, mention.name().name())
                .set(7, mention.version())
                .set(8, mention.constraint())
                .set(9, scope.word())
                .set(10, mention.direct())
                .add();
        for (int need : mention.needs()) {
            edges.set(1, project).set(2, path).set(3, position).set(4, need).add();
        }
    }

    /// Drops what is kept of manifests that no project has at `HEAD`.
    static long forgetOrphans(Transaction tx) {
        return tx.update(FORGET_ORPHANS).execute();
    }
}
