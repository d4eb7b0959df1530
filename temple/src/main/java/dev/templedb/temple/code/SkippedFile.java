package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.SkipReason;
import dev.templedb.temple.history.FilePath;

/// A source file of a project that is not parsed.
///
/// @param bytes how many it has
public record SkippedFile(FilePath path, long bytes, SkipReason reason) {
    /// The reason as a part of a sentence, after "because".
    public String why() {
        return reason.sentence();
    }
}
