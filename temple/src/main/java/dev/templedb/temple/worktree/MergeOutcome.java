package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import java.util.List;

/// How a merge or revert ended.
public sealed interface MergeOutcome {
    /// Everything was there already.
    record UpToDate() implements MergeOutcome {}

    /// The branch simply moved.
    record FastForward(GitId commit) implements MergeOutcome {}

    /// A commit was made.
    record Made(GitId commit) implements MergeOutcome {}

    /// Some files must be decided by a person; nothing was committed.
    record Conflicted(List<Conflict> conflicts) implements MergeOutcome {
        public Conflicted {
            conflicts = List.copyOf(conflicts);
        }
    }
}
