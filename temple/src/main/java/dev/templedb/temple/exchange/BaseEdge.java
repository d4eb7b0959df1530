package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Where a history leaves that of a base: found from the newest commits of both, so that it takes as long as what lies
/// between them, not as long as the history.
///
/// @param base     tags and commits of the base, as far as they were met; all commits that new ones follow are among
/// them
/// @param contents trees of the commits that new ones follow, and whatever else the base begins with
record BaseEdge(Set<GitId> base, List<GitId> contents) {
    /// Follows both histories.
    ///
    /// @param roots where the history begins
    /// @param base  where the base begins; what the temple no longer has of it is left out
    /// @throws MalformedObject when an object is not what it should be
    static BaseEdge between(StoredObjects stored, ReachedObjects.Roots roots, ReachedObjects.Roots base)
            throws MalformedObject {
        var walk = new Walk(stored, roots.shallow(), base.shallow());
        for (var root : base.objects()) {
            if (stored.has(root)) {
                walk.beginInBase(root);
            }
        }
        for (var root : roots.objects()) {
            walk.beginAnew(root);
        }
        return walk.edge();
    }

    /// A commit on its way; it lies in the base when the walk says so, which it may learn late.
    private record Step(GitId id, long second, GitId tree, List<GitId> parents) {}

    private static final class Walk {
        private final StoredObjects stored;
        private final Set<GitId> shallow;
        private final Set<GitId> shallowInBase;
        private final Map<GitId, Step> steps = new HashMap<>();
        private final Set<GitId> base = new HashSet<>();
        private final List<GitId> contents = new ArrayList<>();
        private final PriorityQueue<Step> queue = new PriorityQueue<>(
                Comparator.comparingLong(Step::second).reversed().thenComparing(Step::id));
        /// How many of those in the queue are not of the base.
        private int fresh;

        Walk(StoredObjects stored, Set<GitId> shallow, Set<GitId> shallowInBase) {
            this.stored = stored;
            this.shallow = shallow;
            this.shallowInBase = shallowInBase;
        }

        void beginInBase(GitId root) throws MalformedObject {
            var object = stored.read(root);
            switch (object.kind()) {
                case COMMIT -> meetInBase(root);
                case TAG -> {
                    base.add(root);
                    beginInBase(TagText.parse(object.bytes(), 0, object.bytes().length)
                            .target());
                }
                default -> contents.add(root);
            }
        }

        void beginAnew(GitId root) throws MalformedObject {
            if (base.contains(root)) {
                return;
            }
            var object = stored.read(root);
            if (object.kind() == ObjectKind.COMMIT) {
                meetAnew(root);
            } else if (object.kind() == ObjectKind.TAG) {
                beginAnew(
                        TagText.parse(object.bytes(), 0, object.bytes().length).target());
            }
        }

        private Step step(GitId id) throws MalformedObject {
            var known = steps.get(id);
            if (known != null) {
                return known;
            }
            var commit = CommitText.parse(stored.read(id).bytes());
            boolean isCut = shallow.contains(id) || shallowInBase.contains(id);
            var step = new Step(
                    id,
                    commit.committer().at().getEpochSecond(),
                    commit.tree(),
                    isCut ? List.of() : List.copyOf(commit.parents()));
            steps.put(id, step);
            return step;
        }

        /// A commit that was taken for a new one and followed goes into the queue once more.
        private void meetInBase(GitId id) throws MalformedObject {
            boolean wasMet = steps.containsKey(id);
            if (!base.add(id)) {
                return;
            }
            var step = step(id);
            if (wasMet && queue.contains(step)) {
                fresh--;
            } else {
                queue.add(step);
            }
        }

        private void meetAnew(GitId id) throws MalformedObject {
            if (!base.contains(id) && !steps.containsKey(id)) {
                queue.add(step(id));
                fresh++;
            }
        }

        BaseEdge edge() throws MalformedObject {
            while (fresh > 0) {
                var next = queue.remove();
                boolean isInBase = base.contains(next.id());
                fresh -= isInBase ? 0 : 1;
                for (var parent : next.parents()) {
                    if (isInBase) {
                        meetInBase(parent);
                    } else {
                        meetAnew(parent);
                    }
                }
            }
            for (var step : steps.values()) {
                if (!base.contains(step.id())) {
                    for (var parent : step.parents()) {
                        if (base.contains(parent)) {
                            contents.add(step(parent).tree());
                        }
                    }
                }
            }
            return new BaseEdge(base, contents.stream().distinct().toList());
        }
    }
}
