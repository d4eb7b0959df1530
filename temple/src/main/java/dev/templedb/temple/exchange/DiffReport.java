package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How two states differ.
///
/// @param left        the content root of the left side
/// @param right       the content root of the right side
/// @param differences none when the projects hold the same, even if their histories of states differ
public record DiffReport(Sha256 left, Sha256 right, List<Difference> differences) {
    /// What differs.
    public enum Part {
        FACT,
        REF,
        FILE,
        DOCUMENT
    }

    /// One difference.
    ///
    /// @param name  a fact, the full name of a ref, the path of a file or the name of a document
    /// @param left  what the left side has, or null when it has none
    /// @param right what the right side has, or null when it has none
    public record Difference(
            Part part,
            String name,
            @Nullable String left,
            @Nullable String right) {}

    public DiffReport {
        differences = List.copyOf(differences);
    }

    /// Whether both sides are the very same state.
    public boolean isSameState() {
        return left.equals(right);
    }
}
