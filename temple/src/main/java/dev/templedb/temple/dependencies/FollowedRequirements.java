package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.Ecosystem;
import dev.templedb.analysis.manifests.IncludedFile;
import dev.templedb.analysis.manifests.Manifest;
import dev.templedb.analysis.manifests.ManifestFormat;
import dev.templedb.temple.dependencies.SqliteManifestStore.Listed;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the files of requirements of a project name by `-r` and `-c`, followed from those that are known by their
/// names. Each is taken once, so that files may name each other.
final class FollowedRequirements {
    /// How many other files the files of requirements of one project may name: each is a look into the tree,
    /// whether it is there or not.
    static final int MOST_LOOKED_FOR = 10_000;

    /// What a file names that the tree does not have.
    ///
    /// @param first the first of them
    /// @param count how many they are, at least 1
    record Missing(String first, int count) {
        /// As a clause for the user.
        String clause() {
            return switch (count) {
                case 1 -> "it names %s, which is no file of the project".formatted(first);
                case 2 -> "it names %s and another one, which are no files of the project".formatted(first);
                default -> "it names %s and %d others, which are no files of the project".formatted(first, count - 1);
            };
        }
    }

    private final SqliteManifestStore store;
    private final SortedMap<String, Listed> known = new TreeMap<>();
    private final SortedMap<String, Listed> before = new TreeMap<>();
    private final SortedMap<String, Listed> found = new TreeMap<>();
    private final SortedMap<String, Missing> missing = new TreeMap<>();
    private @Nullable Listed stoppedAt;

    private FollowedRequirements(SqliteManifestStore store) {
        this.store = store;
        for (var manifest : store.manifests()) {
            if (ManifestFormat.valueOf(manifest.format()).ecosystem() == Ecosystem.PYPI) {
                (ManifestFormat.of(manifest.path()).isPresent() ? known : before).put(manifest.path(), manifest);
            }
        }
    }

    /// Follows them.
    ///
    /// @param said what a manifest says; empty when it cannot be read
    static FollowedRequirements of(SqliteManifestStore store, Function<Listed, Optional<Manifest>> said) {
        var followed = new FollowedRequirements(store);
        followed.follow(said);
        return followed;
    }

    /// Those that were taken in when they were followed last.
    Collection<Listed> before() {
        return before.values();
    }

    /// Those that are to be taken in.
    Collection<Listed> found() {
        return found.values();
    }

    boolean isAsBefore() {
        return found.equals(before);
    }

    /// By the paths of the files that name it.
    SortedMap<String, Missing> missing() {
        return missing;
    }

    /// The file at which there was more than is followed, or null.
    @Nullable
    Listed stoppedAt() {
        return stoppedAt;
    }

    private void follow(Function<Listed, Optional<Manifest>> said) {
        var looked = new HashSet<>(known.keySet());
        var absent = new HashSet<String>();
        int most = looked.size() + MOST_LOOKED_FOR;
        var open = new ArrayDeque<>(known.values());
        while (!open.isEmpty() && stoppedAt == null) {
            var manifest = open.poll();
            var included = said.apply(manifest)
                    .map(one -> IncludedFile.of(manifest.path(), one))
                    .orElse(List.of());
            var lacks = new LinkedHashSet<String>();
            for (var file : included) {
                if (!looked.contains(file.path())) {
                    if (looked.size() == most) {
                        stoppedAt = manifest;
                        break;
                    }
                    looked.add(file.path());
                    find(file).ifPresentOrElse(open::add, () -> absent.add(file.path()));
                }
                if (absent.contains(file.path())) {
                    lacks.add(file.path());
                }
            }
            keepMissing(manifest, lacks);
        }
    }

    private Optional<Listed> find(IncludedFile file) {
        var listed = store.file(file.path())
                .map(one -> new Listed(
                        one.pathNo(), one.path(), one.blob(), file.format().name()));
        listed.ifPresent(one -> found.put(one.path(), one));
        return listed;
    }

    private void keepMissing(Listed manifest, Set<String> lacks) {
        lacks.stream().findFirst().ifPresent(first -> missing.put(manifest.path(), new Missing(first, lacks.size())));
    }
}
