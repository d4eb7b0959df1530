package dev.templedb.cathedral.git;

import dev.templedb.core.Sha256;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The refs of the states that were asked for last; some 300 bytes a ref. Thread-safe.
final class RefCache {
    private static final int MOST_REFS = 50_000;
    /// What a state without refs counts for.
    private static final int FEWEST = 20;

    /// What was used last comes last.
    private final LinkedHashMap<Sha256, GitRefs> recent = new LinkedHashMap<>(64, 0.75f, true);
    private long count;

    synchronized @Nullable GitRefs get(Sha256 root) {
        return recent.get(root);
    }

    synchronized void put(Sha256 root, GitRefs refs) {
        if (recent.put(root, refs) == null) {
            count += weight(refs);
        }
        while (count > MOST_REFS) {
            count -= weight(recent.pollFirstEntry().getValue());
        }
    }

    private static long weight(GitRefs refs) {
        return (long) FEWEST + refs.all().size();
    }
}
