package dev.templedb.analysis.manifests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the manifests of one project together.
///
/// * A lock file says which packages the project gets; the manifests in its directory and below say which of them were
///   asked for, and what for. What they ask for beyond the lock is kept under their own name.
/// * Versions and scopes that stand elsewhere are put in: parents, properties and management of Maven, catalogs,
/// platforms
///   and properties of Gradle, constraints of pip, workspaces of Cargo, central versions of NuGet.
/// * What comes along with others has the scope of whoever needs it.
/// * What the project makes itself is not among its dependencies.
///
/// A pure function of the manifests and their paths; the order in which they come does not matter.
public final class DependencyLinker {
    /// A manifest of the project.
    ///
    /// @param format what kind of file it is
    /// @param said   what it says on its own
    public record Source(ManifestFormat format, Manifest said) {}

    private final SortedMap<String, Source> sources;
    private final Map<String, List<Mention>> mentions = new TreeMap<>();

    private DependencyLinker(Map<String, Source> sources) {
        this.sources = new TreeMap<>(sources);
    }

    /// The dependencies of a project with these manifests by path, in the order of paths.
    public static List<LinkedManifest> link(Map<String, Source> manifests) {
        return new DependencyLinker(manifests).link();
    }

    private List<LinkedManifest> link() {
        sources.forEach((path, source) -> mentions.put(path, source.said().mentions()));
        mentions.putAll(MavenLinker.link(of(ManifestFormat.POM)));
        mentions.putAll(GradleLinker.link(sources));
        scopeRequirements();
        manageVersions();
        dropNeedlessSums();
        joinLocks();
        var linked = new ArrayList<LinkedManifest>();
        sources.forEach((path, source) -> {
            var left = spreadScopes(withoutOurs(source, mentions.getOrDefault(path, List.of())));
            if (!left.isEmpty()) {
                linked.add(new LinkedManifest(path, source.format(), left));
            }
        });
        return linked;
    }

    private SortedMap<String, Manifest> of(ManifestFormat format) {
        var found = new TreeMap<String, Manifest>();
        sources.forEach((path, source) -> {
            if (source.format() == format) {
                found.put(path, source.said());
            }
        });
        return found;
    }

    private void scopeRequirements() {
        of(ManifestFormat.REQUIREMENTS)
                .forEach((path, said) -> mentions.put(
                        path,
                        said.mentions().stream()
                                .map(mention -> mention.with(PythonReaders.scopeOf(path, Scope.RUNTIME), true))
                                .toList()));
    }

    /// Gives versions to those who ask for a package without one, from the nearest file above that manages it.
    private void manageVersions() {
        sources.forEach((path, source) -> {
            if (source.format().ecosystem() != Ecosystem.MAVEN
                    && !source.format().isLock()) {
                mentions.put(path, managed(path, source));
            }
        });
    }

    private List<Mention> managed(String path, Source source) {
        var known = new HashMap<String, Mention>();
        for (var above : sources.entrySet()) {
            if (above.getValue().format().ecosystem() == source.format().ecosystem()
                    && isAtOrAbove(directory(above.getKey()), directory(path))) {
                above.getValue().said().mentions().stream()
                        .filter(mention -> mention.scope() == Scope.MANAGED)
                        .forEach(mention -> known.put(key(mention.name()), mention));
            }
        }
        return mentionsOf(path).stream()
                .map(mention -> {
                    var manager = known.get(key(mention.name()));
                    return manager == null || mention.constraint() != null || mention.scope() == Scope.MANAGED
                            ? mention
                            : mention.with(manager.version(), manager.constraint());
                })
                .map(mention -> interpolated(mention, source))
                .toList();
    }

    /// `$(Version)` of MSBuild.
    private static Mention interpolated(Mention mention, Source source) {
        var constraint = mention.constraint();
        if (source.format().ecosystem() != Ecosystem.NUGET
                || constraint == null
                || !constraint.startsWith("$(")
                || !constraint.endsWith(")")) {
            return mention;
        }
        var value = source.said().settings().get("property." + constraint.substring(2, constraint.length() - 1));
        return value == null ? mention : mention.with(NugetReaders.exact(value), value);
    }

    private List<Mention> mentionsOf(String path) {
        return mentions.getOrDefault(path, List.of());
    }

    private static String key(PackageName name) {
        return name.type().equals("nuget") ? NugetReaders.key(name.name()) : name.text();
    }

    /// Since Go 1.17 `go.mod` lists everything that is built, and `go.sum` adds only what was looked at.
    private void dropNeedlessSums() {
        of(ManifestFormat.GO_SUM).keySet().forEach(path -> {
            var directory = directory(path);
            var mod = sources.get(directory.isEmpty() ? "go.mod" : directory + "/go.mod");
            if (mod == null) {
                return;
            }
            var listed = new HashSet<PackageName>();
            mod.said().mentions().forEach(mention -> listed.add(mention.name()));
            var isComplete = listsEverything(mod.said().settings().getOrDefault("go", "1.0"));
            mentions.put(
                    path,
                    mentionsOf(path).stream()
                            .filter(mention -> !isComplete && !listed.contains(mention.name()))
                            .toList());
        });
    }

    private static boolean listsEverything(String go) {
        var parts = go.split("\\.");
        try {
            return Integer.parseInt(parts[0]) > 1 || parts.length > 1 && Integer.parseInt(parts[1]) >= 17;
        } catch (NumberFormatException unusual) {
            return false;
        }
    }

    private void joinLocks() {
        var locks = new TreeMap<String, List<String>>();
        sources.forEach((path, source) -> {
            var lock = source.format().isLock() ? null : lockOf(path, source.format());
            if (lock != null) {
                locks.computeIfAbsent(lock, none -> new ArrayList<>()).add(path);
            }
        });
        locks.forEach(this::join);
    }

    /// The nearest lock at or above the directory of a manifest.
    private @Nullable String lockOf(String path, ManifestFormat format) {
        String best = null;
        for (var other : sources.entrySet()) {
            var directory = directory(other.getKey());
            if (locks(other.getValue().format(), format)
                    && isAtOrAbove(directory, directory(path))
                    && (best == null || directory.length() > directory(best).length())) {
                best = other.getKey();
            }
        }
        return best;
    }

    private static boolean locks(ManifestFormat lock, ManifestFormat manifest) {
        return switch (lock) {
            case GRADLE_LOCK -> manifest == ManifestFormat.GRADLE_BUILD;
            case POETRY_LOCK, UV_LOCK -> manifest == ManifestFormat.PYPROJECT;
            case PIPFILE_LOCK -> manifest == ManifestFormat.PIPFILE;
            case NUGET_LOCK -> manifest == ManifestFormat.NUGET_PROJECT;
            case GO_SUM -> false;
            default -> lock.isLock() && lock.ecosystem() == manifest.ecosystem();
        };
    }

    private void join(String lock, List<String> manifests) {
        var locked = new ArrayList<>(mentionsOf(lock));
        var places = new HashMap<String, List<Integer>>();
        for (int i = 0; i < locked.size(); i++) {
            places.computeIfAbsent(key(locked.get(i).name()), none -> new ArrayList<>(1))
                    .add(i);
        }
        var asked = new HashMap<Integer, Mention>();
        for (var manifest : manifests) {
            var rest = new ArrayList<Mention>();
            for (var mention : mentionsOf(manifest)) {
                int at = mention.direct() ? place(places.get(key(mention.name())), locked) : -1;
                if (at < 0) {
                    rest.add(mention);
                } else {
                    asked.merge(at, mention, DependencyLinker::stronger);
                }
            }
            mentions.put(manifest, rest);
        }
        asked.forEach((at, mention) -> {
            var one = locked.get(at);
            var constraint = one.constraint() == null ? mention.constraint() : one.constraint();
            locked.set(at, new Mention(one.name(), one.version(), constraint, mention.scope(), true, one.needs()));
        });
        mentions.put(lock, locked);
    }

    private static Mention stronger(Mention a, Mention b) {
        return a.scope() == null || b.scope() != null && b.scope().compareTo(a.scope()) < 0 ? b : a;
    }

    /// Of several versions of a package, the one that the lock itself calls direct, else the first, which is the
    /// one that
    /// npm puts at the top.
    private static int place(@Nullable List<Integer> candidates, List<Mention> locked) {
        if (candidates == null) {
            return -1;
        }
        for (int candidate : candidates) {
            if (locked.get(candidate).direct()) {
                return candidate;
            }
        }
        return candidates.getFirst();
    }

    private List<Mention> withoutOurs(Source source, List<Mention> all) {
        var ours = new HashSet<PackageName>();
        for (var other : sources.values()) {
            var self = other.said().self();
            if (self != null && other.format().ecosystem() == source.format().ecosystem()) {
                ours.add(self);
            }
        }
        return all.stream().noneMatch(mention -> ours.contains(mention.name())) ? all : without(all, ours);
    }

    private static List<Mention> without(List<Mention> all, Set<PackageName> ours) {
        var places = new int[all.size()];
        int next = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = ours.contains(all.get(i).name()) ? -1 : next++;
        }
        return all.stream()
                .filter(mention -> !ours.contains(mention.name()))
                .map(mention -> new Mention(
                        mention.name(),
                        mention.version(),
                        mention.constraint(),
                        mention.scope(),
                        mention.direct(),
                        mention.needs().stream()
                                .map(need -> places[need])
                                .filter(place -> place >= 0)
                                .toList()))
                .toList();
    }

    /// Gives everything a scope: its own, else the first of those who need it.
    private static List<Mention> spreadScopes(List<Mention> all) {
        var scopes = new @Nullable Scope[all.size()];
        var open = new ArrayDeque<Integer>();
        for (var scope : Scope.values()) {
            for (int i = 0; i < scopes.length; i++) {
                var mention = all.get(i);
                var own = mention.scope() == null && mention.direct() ? Scope.RUNTIME : mention.scope();
                if (own == scope && scopes[i] == null) {
                    scopes[i] = scope;
                    open.add(i);
                }
            }
            while (!open.isEmpty()) {
                for (int need : all.get(open.poll()).needs()) {
                    if (scopes[need] == null
                            && all.get(need).scope() == null
                            && !all.get(need).direct()) {
                        scopes[need] = scope;
                        open.add(need);
                    }
                }
            }
        }
        var spread = new ArrayList<Mention>();
        for (int i = 0; i < scopes.length; i++) {
            var scope = scopes[i];
            spread.add(all.get(i)
                    .with(scope == null ? Scope.RUNTIME : scope, all.get(i).direct()));
        }
        return spread;
    }

    static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static boolean isAtOrAbove(String directory, String other) {
        return directory.isEmpty() || other.equals(directory) || other.startsWith(directory + "/");
    }
}
