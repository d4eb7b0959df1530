package dev.templedb.cathedral.git;

import java.io.IOException;

/// What putting an answer together may take.
@FunctionalInterface
interface Bounds {
    /// None.
    Bounds NONE = () -> {};

    /// Called before an object is read.
    ///
    /// @throws IOException when nobody reads the answer any more, or it takes too long or too much memory
    void look() throws IOException;
}
