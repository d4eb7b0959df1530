package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.state.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/// What a source brings: refs, a head, and the objects that they reach.
///
/// @param refs     by full name, with the objects they point to
/// @param shallow  commits whose parents the source does not have
/// @param has      whether the source has a commit
/// @param objects  reads everything the refs reach; commits, trees and tags are verified
/// @param damaged  the error to end with when an object of the source is not what its id says
public record SourceHistory(
        SortedMap<String, GitId> refs,
        Head head,
        Set<GitId> shallow,
        Predicate<GitId> has,
        ObjectSource objects,
        ErrorCode damaged) {
    /// The objects that must be taken in with all they reach.
    public List<GitId> roots() {
        var roots = new ArrayList<>(refs.values());
        if (head instanceof Head.Detached(var commit)) {
            roots.add(commit);
        }
        return roots;
    }
}
