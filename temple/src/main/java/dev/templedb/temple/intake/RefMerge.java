package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The refs of a project and of its source put together, when both may have moved since the last sync.
///
/// Where one side has not moved, the other's ref is taken. Where both have, the one that comes after the other is
/// taken; if
/// neither does, ours stays and theirs gets a name below `refs/remotes/source/`, from which it can be merged. Nothing
/// that
/// either side has is ever dropped, but for what one side has deleted and the other has left as it was.
///
/// @param refs     all of them
/// @param diverged branches of ours that must be merged with theirs, by full name
record RefMerge(SortedMap<String, GitId> refs, List<String> diverged) {
    /// Where the source's side of a diverged ref is kept.
    static final String THEIRS = "refs/remotes/source/";

    /// Puts them together.
    ///
    /// @param seen    the source's at the last sync
    /// @param ours    the project's
    /// @param theirs  the source's now
    /// @param reaches whether the first commit is, or comes after, the second
    static RefMerge of(
            SortedMap<String, GitId> seen,
            SortedMap<String, GitId> ours,
            SortedMap<String, GitId> theirs,
            BiPredicate<GitId, GitId> reaches) {
        var refs = new TreeMap<String, GitId>();
        var diverged = new ArrayList<String>();
        var names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (var name : names) {
            if (name.startsWith(THEIRS) && !theirs.containsKey(name)) {
                continue;
            }
            var our = ours.get(name);
            var their = theirs.get(name);
            if (our != null
                    && their != null
                    && !our.equals(their)
                    && !Objects.equals(our, seen.get(name))
                    && !reaches.test(their, our)) {
                refs.put(name, our);
                if (!Objects.equals(their, seen.get(name)) && !reaches.test(our, their)) {
                    refs.put(THEIRS + shortened(name), their);
                    diverged.add(name);
                } else if (ours.containsKey(THEIRS + shortened(name)) && !reaches.test(our, their)) {
                    // What was not merged at the last sync stays until it is.
                    refs.put(THEIRS + shortened(name), their);
                    diverged.add(name);
                }
            } else {
                taken(seen.get(name), our, their).ifPresent(target -> refs.put(name, target));
            }
        }
        return new RefMerge(refs, List.copyOf(diverged));
    }

    /// A side that has not moved gives way; a ref that one side deleted and the other moved stays.
    private static Optional<GitId> taken(@Nullable GitId seen, @Nullable GitId our, @Nullable GitId their) {
        if (Objects.equals(our, seen)) {
            return Optional.ofNullable(their);
        }
        if (Objects.equals(their, seen)) {
            return Optional.ofNullable(our);
        }
        return Optional.ofNullable(their).or(() -> Optional.ofNullable(our));
    }

    static String shortened(String name) {
        return name.startsWith("refs/heads/")
                ? name.substring("refs/heads/".length())
                : name.substring("refs/".length());
    }
}
