package dev.templedb.temple;

import dev.templedb.packages.disk.Begun;

/// What the program writes into files and directories that have not got their names yet. Thread-safe.
public final class BegunWork {
    private BegunWork() {}

    /// Removes it, and lets nothing more begin or get its name: for the end of the program, however it comes. Takes
    /// some
    /// milliseconds for each directory that is being written.
    ///
    /// @return whether there was any
    public static boolean giveUp() {
        return Begun.giveUp();
    }

    /// Whether [#giveUp] was called: then failures say only that the work was taken away.
    public static boolean isGivenUp() {
        return Begun.isGivenUp();
    }
}
