package dev.templedb.analysis;

import org.jspecify.annotations.Nullable;

/// Recognizes where a comment or string begins.
@FunctionalInterface
interface Opener {
    /// Returns the opening at `at`, or null when none is there. Looks no further than [Window] allows.
    ///
    /// @param blankSoFar whether the line has only white space before `at`
    @Nullable
    Opening at(byte[] window, int at, boolean blankSoFar);
}
