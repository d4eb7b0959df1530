package dev.templedb.temple.search;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that has what was sought.
///
/// @param project  slug of its project
/// @param blob     git id of the content that has it
/// @param language of the file that `HEAD` names; null for earlier versions
/// @param score    how much it looks like what somebody sought; only the order means anything
/// @param matches  how many lines have it
/// @param lines    the first of them
/// @param commit   with history: the newest commit that wrote a version which has it
/// @param versions with history: how many commits wrote such a version; otherwise 1
public record FoundFile(
        String project,
        FilePath path,
        GitId blob,
        @Nullable String language,
        double score,
        long matches,
        List<FoundLine> lines,
        Optional<GitId> commit,
        long versions) {
    /// Copies what it is given.
    public FoundFile {
        lines = List.copyOf(lines);
    }
}
