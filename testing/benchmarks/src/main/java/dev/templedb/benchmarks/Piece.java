package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// One piece of work to be measured.
interface Piece {
    /// What `--only` calls it.
    String name();

    /// What it is, in a few words.
    String title();

    /// The commands of ours without which it cannot be measured, for example `project import`.
    List<String> commands();

    /// Measures it and writes what it found.
    ///
    /// @throws ProcessFailed when what is needed for it cannot be made
    void measure(Workbench bench, Report report) throws IOException;

    /// Whether it has nothing to do with the repository, and is measured once.
    default boolean isIndependent() {
        return false;
    }

    /// Whether it takes so long that it is measured with `--long` only.
    default boolean isLong() {
        return false;
    }
}
