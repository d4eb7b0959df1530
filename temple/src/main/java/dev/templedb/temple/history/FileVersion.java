package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import java.util.Optional;

/// What one commit made of a file.
///
/// @param mode  as it stands in the commit's tree; 0 when the commit deleted the file
/// @param blob  git id of the content; absent when the commit deleted the file
/// @param bytes its size; 0 when there is none
public record FileVersion(Commit commit, int mode, Optional<GitId> blob, long bytes) {
    /// Whether the commit removed the file.
    public boolean isDeleted() {
        return blob.isEmpty();
    }
}
