package dev.templedb.analysis.manifests;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one manifest or lock file says, on its own: a function of its bytes and its name.
///
/// @param self      what the file calls the project, or null
/// @param mentions  the packages, in the order of the file
/// @param knowsDirect whether [Mention#direct] is said by the file itself; otherwise the manifest beside a lock says it
/// @param settings  what other files of the project may need: properties, aliases, the parent; see [DependencyLinker]
public record Manifest(
        @Nullable PackageName self, List<Mention> mentions, boolean knowsDirect, Map<String, String> settings) {
    /// Copies what it is given.
    public Manifest {
        mentions = List.copyOf(mentions);
        settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    static Manifest of(@Nullable PackageName self, List<Mention> mentions) {
        return new Manifest(self, mentions, true, Map.of());
    }
}
