package dev.templedb.temple;

import dev.templedb.packages.disk.Begun;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the program writes into files and directories that have not got their names yet. Thread-safe.
public final class BegunWork {
    private static final AtomicInteger RESUMED = new AtomicInteger();

    private BegunWork() {}

    /// Does work in a directory that the next run goes on with when this one is interrupted.
    public static <T extends @Nullable Object> T resumed(Supplier<T> work) {
        RESUMED.incrementAndGet();
        try {
            return work.get();
        } finally {
            RESUMED.decrementAndGet();
        }
    }

    /// Whether such work is being done.
    public static boolean isResumed() {
        return RESUMED.get() > 0;
    }

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
