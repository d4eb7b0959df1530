package dev.templedb.temple.dependencies;

import dev.templedb.analysis.versions.PackageQuery;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Answers questions about the packages that projects depend on. Each method reads one consistent state.
///
/// A project that was taken in before this was recorded is looked at first, which writes to the temple once.
public final class Dependencies {
    private static final int MOST_CHAINS = 100;

    private final Temple temple;

    /// The dependencies of the projects in `temple`.
    public Dependencies(Temple temple) {
        this.temple = temple;
    }

    /// All packages of a project, by the path of the file that names them.
    public List<Dependency> list(long project) {
        return reading(queries -> queries.packages(project));
    }

    /// The packages of a project and who needs whom.
    public DependencyGraph graph(long project) {
        return reading(queries -> queries.graph(project));
    }

    /// The manifests of a project that could not be read, or only in part.
    public List<UnreadManifest> problems(long project) {
        return reading(queries -> queries.problems(project));
    }

    /// The slugs of the projects that name more files of requirements than are followed, so that what they depend
    /// on
    /// may be
    /// more than is known.
    public List<String> unfollowed() {
        return reading(SqliteDependencyQueries::unfollowed);
    }

    /// Why a project has the packages that `question` means: for each of them, and each package that the project
    /// asks for
    /// and that leads there, a shortest way. Empty when the project has none; at most 100.
    ///
    /// @param question a name, and bounds of the version, as [PackageQuery] understands them
    /// @throws TempleException with `PACKAGE_QUERY_INVALID`
    public List<DependencyChain> why(long project, String question) {
        var query = query(question);
        var graph = graph(project);
        var chains = new ArrayList<DependencyChain>();
        graph.packages().forEach((path, packages) -> {
            var needs = graph.needs().getOrDefault(path, List.of());
            for (var target : packages) {
                if (matches(query, target)) {
                    addChains(chains, packages, needs, target);
                }
            }
        });
        return chains;
    }

    private static PackageQuery query(String question) {
        var query = PackageQuery.parse(question);
        if (query == null) {
            throw new TempleException(
                    ErrorCode.PACKAGE_QUERY_INVALID,
                    "%s does not say which packages are meant.".formatted(Printable.text(question)));
        }
        return query;
    }

    private static void addChains(
            List<DependencyChain> chains, List<Dependency> packages, List<List<Integer>> needs, Dependency target) {
        // From the target upwards, so that each package knows the next step of a shortest way down.
        var users = new ArrayList<List<Integer>>();
        packages.forEach(one -> users.add(new ArrayList<>(0)));
        for (int i = 0; i < needs.size(); i++) {
            for (int need : needs.get(i)) {
                users.get(need).add(i);
            }
        }
        var next = new int[packages.size()];
        Arrays.fill(next, -1);
        next[target.position()] = target.position();
        var open = new ArrayDeque<>(List.of(target.position()));
        boolean found = false;
        while (!open.isEmpty() && chains.size() < MOST_CHAINS) {
            int at = open.poll();
            if (packages.get(at).direct()) {
                chains.add(chain(packages, next, at));
                found = true;
            }
            for (int user : users.get(at)) {
                if (next[user] < 0) {
                    next[user] = at;
                    open.add(user);
                }
            }
        }
        if (!found && chains.size() < MOST_CHAINS) {
            chains.add(new DependencyChain(List.of(target)));
        }
    }

    private static DependencyChain chain(List<Dependency> packages, int[] next, int from) {
        var links = new ArrayList<Dependency>();
        int at = from;
        while (true) {
            links.add(packages.get(at));
            if (next[at] == at) {
                return new DependencyChain(links);
            }
            at = next[at];
        }
    }

    private static boolean matches(PackageQuery query, Dependency dependency) {
        var name = dependency.name();
        var version = dependency.version();
        if (!query.means(name.type(), name.namespace(), name.name())) {
            return false;
        }
        var requirement = dependency.requirement();
        return version != null
                ? query.allows(name.type(), version)
                : requirement == null || query.mayAllow(name.type(), requirement);
    }

    /// The projects of the temple that depend on what `question` means, by slug and path. Where only a requirement
    /// is
    /// known that leaves room for other versions too, the hit is not certain.
    ///
    /// @param question a name, and bounds of the version, as [PackageQuery] understands them
    /// @throws TempleException with `PACKAGE_QUERY_INVALID`
    public List<ImpactHit> impact(String question) {
        var query = query(question);
        return reading(queries -> {
            var candidates = new ArrayList<>(queries.named(query.name()));
            var python = query.name().replaceAll("[-_.]+", "-");
            if (!python.equals(query.name())) {
                candidates.addAll(queries.named(python));
            }
            return candidates.stream()
                    .filter(hit -> matches(query, hit.dependency()))
                    .map(hit -> new ImpactHit(hit.project(), hit.dependency(), isCertain(query, hit.dependency())))
                    .toList();
        });
    }

    private static boolean isCertain(PackageQuery query, Dependency dependency) {
        var requirement = dependency.requirement();
        return dependency.version() != null
                || query.bounds().isEmpty()
                || requirement != null && query.mustAllow(dependency.name().type(), requirement);
    }

    private <T> T reading(Function<SqliteDependencyQueries, T> work) {
        var known = temple.file().read(tx -> {
            var queries = new SqliteDependencyQueries(tx);
            return queries.unknownProjects().isEmpty() ? Optional.of(work.apply(queries)) : Optional.<T>empty();
        });
        return known.orElseGet(() -> temple.file().write(tx -> {
            var queries = new SqliteDependencyQueries(tx);
            catchUp(tx, queries);
            return work.apply(queries);
        }));
    }

    private static void catchUp(Transaction tx, SqliteDependencyQueries queries) {
        try (var objects = new StoredObjects(tx)) {
            queries.unknownProjects().forEach(project -> DependencyTracker.ensure(tx, project, objects));
        }
    }

    /// The dependencies of a project inside a transaction that somebody else has begun; empty when they were never
    /// recorded.
    public static DependencyGraph graph(Transaction tx, long project) {
        return new SqliteDependencyQueries(tx).graph(project);
    }

    /// Drops what is kept of manifests that no project has any more.
    ///
    /// @return how many
    public static long forgetOrphans(Transaction tx) {
        return SqliteManifestStore.forgetOrphans(tx);
    }
}
