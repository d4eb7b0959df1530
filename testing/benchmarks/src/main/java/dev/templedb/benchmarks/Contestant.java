package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/// Somebody who does a piece of work.
///
/// @param name    what the report calls it: the command, without paths
/// @param attempt makes the command
record Contestant(String name, boolean ours, Attempt attempt) {
    /// Gets one run ready.
    @FunctionalInterface
    interface Attempt {
        /// Puts into the empty directory `room` what the run needs, which is not timed, and returns the command
        /// that is.
        Command in(Path room) throws IOException;
    }

    static Contestant ours(String name, Attempt attempt) {
        return new Contestant("templedb " + name, true, attempt);
    }

    static Contestant peer(String name, Attempt attempt) {
        return new Contestant(name, false, attempt);
    }
}
