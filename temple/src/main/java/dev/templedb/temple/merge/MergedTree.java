package dev.templedb.temple.merge;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What a merge made of two trees.
///
/// @param changes   against our tree; empty where a file goes. A file in conflict has its markers, or what is left of
/// it
/// @param conflicts what nobody but a person can decide, by path
public record MergedTree(SortedMap<FilePath, Optional<Side>> changes, List<Clash> conflicts) {
    public MergedTree {
        conflicts = List.copyOf(conflicts);
    }

    /// A file on one side.
    public record Side(int mode, GitId blob) {}

    /// A path in conflict.
    ///
    /// @param kind what the sides did, such as `both modified`
    public record Clash(FilePath path, String kind, Optional<Side> base, Optional<Side> ours, Optional<Side> theirs) {}
}
