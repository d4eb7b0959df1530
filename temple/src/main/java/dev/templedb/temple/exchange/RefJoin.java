package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.packages.state.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// The refs of two sides put together.
///
/// Where one side has not moved a ref, the other's is taken. Where both have moved a branch, the one that comes after
/// the other is taken; if neither does, the branch is to be joined.
///
/// @param refs     those that are decided; a branch that is to be joined is ours
/// @param diverged branches that are to be joined, by full name
/// @param kept     what of theirs has no other name yet, below the other side's prefix
record RefJoin(SortedMap<String, GitId> refs, List<String> diverged, SortedMap<String, GitId> kept) {
    static final String BRANCH = "refs/heads/";

    /// Where refs of a remote lie that are not joined yet.
    static String prefix(String remote) {
        return "refs/remotes/" + remote + "/";
    }

    /// The name of a ref below the prefix of its remote.
    static String shortened(String name) {
        return name.startsWith(BRANCH) ? name.substring(BRANCH.length()) : name.substring("refs/".length());
    }

    static SortedMap<String, GitId> without(SortedMap<String, GitId> refs, String prefix) {
        var kept = new TreeMap<>(refs);
        kept.keySet().removeIf(name -> name.startsWith(prefix));
        return kept;
    }

    /// Branches that both sides have moved, to different commits.
    static List<String> movedByBoth(Optional<ProjectState> base, ProjectState ours, ProjectState theirs) {
        var seen = base.map(ProjectState::refs).orElse(new TreeMap<>());
        return ours.refs().entrySet().stream()
                .filter(ref -> ref.getKey().startsWith(BRANCH))
                .filter(ref -> !ref.getValue().equals(seen.get(ref.getKey())))
                .filter(ref -> theirs.refs().containsKey(ref.getKey()))
                .filter(ref -> !ref.getValue().equals(theirs.refs().get(ref.getKey())))
                .filter(ref -> !Objects.equals(theirs.refs().get(ref.getKey()), seen.get(ref.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// @param reaches whether the first commit is, or comes after, the second; asked for branches that both moved
    static RefJoin of(
            ThreeWay decisions,
            String prefix,
            Optional<ProjectState> base,
            SortedMap<String, GitId> ours,
            SortedMap<String, GitId> theirs,
            BiPredicate<GitId, GitId> reaches) {
        var seen = base.map(ProjectState::refs).orElse(new TreeMap<>());
        var refs = new TreeMap<String, GitId>();
        var kept = new TreeMap<String, GitId>();
        var diverged = new ArrayList<String>();
        var names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (var name : names) {
            var before = Optional.ofNullable(seen.get(name));
            var our = Optional.ofNullable(ours.get(name));
            var their = Optional.ofNullable(theirs.get(name));
            boolean both = !our.equals(their) && !our.equals(before) && !their.equals(before);
            if (both && name.startsWith(BRANCH) && our.isPresent() && their.isPresent()) {
                boolean isBehind = reaches.test(their.get(), our.get());
                refs.put(name, isBehind ? their.get() : our.get());
                if (!isBehind && !reaches.test(our.get(), their.get())) {
                    diverged.add(name);
                }
                continue;
            }
            var chosen = decisions.choose("ref " + name, before, our, their, id -> Bytes.of(id.hex()));
            chosen.ifPresent(target -> refs.put(name, target));
            if (both && their.isPresent() && !chosen.equals(their)) {
                kept.put(prefix + shortened(name), their.get());
            }
        }
        return new RefJoin(refs, diverged, kept);
    }
}
