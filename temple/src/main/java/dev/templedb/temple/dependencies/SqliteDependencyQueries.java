package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.PackageName;
import dev.templedb.analysis.manifests.Scope;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.FilePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads the tables of dependencies, inside one transaction.
final class SqliteDependencyQueries {
    private static final String PACKAGES = """
            SELECT p.path, d.position, d.type, d.namespace, d.name, d.version, d.requirement, d.scope, d.direct
              FROM dependencies d JOIN paths p USING (project_id, path_no)
             WHERE d.project_id = ?1
             ORDER BY p.path, d.position
            """;
    private static final String EDGES = """
            SELECT p.path, e.position, e.needs
              FROM dependency_edges e JOIN paths p USING (project_id, path_no)
             WHERE e.project_id = ?1
            """;
    private static final String PROBLEMS = """
            SELECT p.path, m.problem
              FROM project_manifests l JOIN paths p USING (project_id, path_no)
                   JOIN manifests m ON m.blob = l.blob AND m.format = l.format
             WHERE l.project_id = ?1 AND m.problem IS NOT NULL
             ORDER BY p.path
            """;
    private static final String NOT_FOLLOWED = """
            SELECT p.path
              FROM dependency_states s JOIN paths p ON p.project_id = s.project_id AND p.path_no = s.unfollowed_path_no
             WHERE s.project_id = ?1
            """;
    private static final String UNFOLLOWED = """
            SELECT j.slug
              FROM dependency_states s JOIN projects j USING (project_id)
             WHERE s.unfollowed_path_no IS NOT NULL AND j.removed_at IS NULL
             ORDER BY j.slug
            """;
    private static final String BY_NAME = """
            SELECT p.path, d.position, d.type, d.namespace, d.name, d.version, d.requirement, d.scope, d.direct, j.slug
              FROM dependencies d JOIN projects j USING (project_id) JOIN paths p USING (project_id, path_no)
             WHERE d.name = ?1 COLLATE NOCASE AND j.removed_at IS NULL
             ORDER BY j.slug, p.path, d.position
            """;
    private static final String UNKNOWN = """
            SELECT project_id FROM projects
             WHERE removed_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM dependency_states s WHERE s.project_id = projects.project_id AND s.reader = ?1)
            """;

    private final Transaction tx;

    SqliteDependencyQueries(Transaction tx) {
        this.tx = tx;
    }

    List<Dependency> packages(long project) {
        return tx.query(PACKAGES).bind(1, project).list(SqliteDependencyQueries::dependency);
    }

    private static Dependency dependency(Row row) {
        return new Dependency(
                FilePath.of(row.bytes(1)),
                row.intValue(2),
                new PackageName(row.text(3), row.text(4), row.text(5)),
                row.nullableText(6),
                row.nullableText(7),
                Scope.of(row.text(8)),
                row.booleanValue(9));
    }

    DependencyGraph graph(long project) {
        var packages = new LinkedHashMap<FilePath, List<Dependency>>();
        var needs = new LinkedHashMap<FilePath, List<List<Integer>>>();
        for (var dependency : packages(project)) {
            packages.computeIfAbsent(dependency.path(), none -> new ArrayList<>())
                    .add(dependency);
            needs.computeIfAbsent(dependency.path(), none -> new ArrayList<>()).add(new ArrayList<>(0));
        }
        tx.query(EDGES).bind(1, project).forEach(row -> {
            var from = needs.get(FilePath.of(row.bytes(1)));
            if (from != null) {
                from.get(row.intValue(2)).add(row.intValue(3));
            }
        });
        return new DependencyGraph(packages, needs);
    }

    List<UnreadManifest> problems(long project) {
        var problems = new ArrayList<>(tx.query(PROBLEMS)
                .bind(1, project)
                .list(row -> new UnreadManifest(FilePath.of(row.bytes(1)), row.text(2), false)));
        problems.addAll(tx.query(NOT_FOLLOWED)
                .bind(1, project)
                .list(row -> new UnreadManifest(FilePath.of(row.bytes(1)), DependencyTracker.NOT_FOLLOWED, true)));
        problems.addAll(lacking(project));
        return problems;
    }

    /// The files of requirements that name others which are not there.
    private List<UnreadManifest> lacking(long project) {
        var store = new SqliteManifestStore(tx, project);
        var followed = FollowedRequirements.of(
                store,
                manifest -> store.said(manifest.blob(), manifest.format()).flatMap(SqliteManifestStore.Kept::manifest));
        return followed.missing().entrySet().stream()
                .map(one -> new UnreadManifest(
                        FilePath.of(one.getKey()), one.getValue().clause(), true))
                .toList();
    }

    /// The slugs of the projects of which not all files of requirements were followed.
    List<String> unfollowed() {
        return tx.query(UNFOLLOWED).list(row -> row.text(1));
    }

    /// Everything of that name, with the slug of its project.
    List<ImpactHit> named(String name) {
        return tx.query(BY_NAME).bind(1, name).list(row -> new ImpactHit(row.text(10), dependency(row), true));
    }

    List<Long> unknownProjects() {
        return tx.query(UNKNOWN).bind(1, ManifestCodec.READER).list(row -> row.longValue(1));
    }
}
