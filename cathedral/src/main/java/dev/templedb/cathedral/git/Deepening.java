package dev.templedb.cathedral.git;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// How deep a history is that is to reach further back than a client has it (`git fetch --deepen`). JGit only knows
/// depths from the wanted commits, so this counts how deep the client's ends lie and adds to the deepest.
final class Deepening {
    /// All of it.
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private Deepening() {}

    static int depth(ServedRepository repository, GitRequest request) throws IOException {
        var depths = new HashMap<RevCommit, Integer>();
        var open = new ArrayDeque<RevCommit>();
        int deepest = 0;
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            for (var want : request.wants()) {
                if (repository.getObjectDatabase().has(want)
                        && walk.peel(walk.parseAny(want)) instanceof RevCommit commit
                        && depths.putIfAbsent(commit, 1) == null) {
                    open.add(commit);
                }
            }
            while (!open.isEmpty()) {
                var commit = open.remove();
                int depth = depths.getOrDefault(commit, 1);
                if (request.shallow().contains(commit)) {
                    deepest = depth;
                    continue;
                }
                walk.parseHeaders(commit);
                for (var parent : commit.getParents()) {
                    if (depths.putIfAbsent(parent, depth + 1) == null) {
                        open.add(parent);
                    }
                }
            }
        }
        return deepest == 0 ? EVERYTHING : deepest + request.deepenRelative();
    }
}
