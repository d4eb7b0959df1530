package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import java.util.HashSet;
import java.util.Set;

/// Which commits of a project have no parents here because its source is shallow, now that the source is read again.
///
/// A source that has become shallower takes no history away from the project; one that has become deeper brings it.
///
/// @param commits  what is shallow from now on
/// @param deepened whether the source has parents that the project lacks
record ShallowCommits(Set<GitId> commits, boolean deepened) {
    static ShallowCommits of(SqliteRefStore refs, SqliteCommitStore commits, SourceHistory source) {
        var before = refs.shallow();
        var shallow = new HashSet<GitId>(before);
        shallow.removeIf(
                commit -> !source.shallow().contains(commit) && source.has().test(commit));
        var deepened = shallow.size() < before.size();
        var known = commits.present(source.shallow());
        source.shallow().stream().filter(commit -> !known.contains(commit)).forEach(shallow::add);
        return new ShallowCommits(shallow, deepened);
    }
}
