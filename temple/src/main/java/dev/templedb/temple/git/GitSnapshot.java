package dev.templedb.temple.git;

import dev.templedb.core.GitId;
import dev.templedb.packages.state.Head;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// What a repository's refs said at one moment.
///
/// @param refs    by full name, with the objects they point to
/// @param head    what `HEAD` points to
/// @param shallow commits whose parents are not in the repository
/// @param leftOut refs that are not taken, with the reason
/// @param origin  address of the remote `origin`, if it has one
public record GitSnapshot(
        SortedMap<String, GitId> refs,
        Head head,
        Set<GitId> shallow,
        List<LeftOutRef> leftOut,
        Optional<String> origin) {
    /// A ref that is not taken.
    ///
    /// @param loss whether something of the user's own is missing because of it
    public record LeftOutRef(String name, String reason, boolean loss) {}
}
