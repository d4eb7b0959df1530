package dev.templedb.packages.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What this process writes under temporary names, so that an interrupt can take it away. Thread-safe.
public final class Begun {
    private static final int ATTEMPTS = 40;
    private static final int PAUSE_MILLIS = 5;

    /// Opening and closing such a file again would give up the lock on it (POSIX).
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    /// Held while something gets its name.
    private static final ReentrantLock NAMING = new ReentrantLock();

    private static volatile boolean isGivenUp;

    private Begun() {}

    /// A step that gives something its name.
    interface Naming {
        void run() throws IOException;
    }

    static void add(Path path) {
        NAMING.lock();
        try {
            OURS.add(path);
        } finally {
            NAMING.unlock();
        }
    }

    static void remove(Path path) {
        OURS.remove(path);
    }

    /// What is begun now.
    static List<Path> all() {
        return List.copyOf(OURS);
    }

    static boolean has(Path path) {
        return OURS.contains(path);
    }

    /// Gives what was written under `path` its name. Never returns after [#giveUp].
    static void name(Path path, Naming naming) throws IOException {
        NAMING.lock();
        try {
            naming.run();
            OURS.remove(path);
        } finally {
            NAMING.unlock();
        }
    }

    /// Removes all that is begun and lets nothing begin or get its name any more: a thread that wants to waits for
    /// ever.
    /// For the moment in which the program ends.
    ///
    /// @return whether anything was begun
    public static boolean giveUp() {
        NAMING.lock();
        isGivenUp = true;
        var left = all();
        left.forEach(Begun::takeAway);
        return !left.isEmpty();
    }

    /// Whether [#giveUp] was called, and failures of the work that it took away mean nothing.
    public static boolean isGivenUp() {
        return isGivenUp;
    }

    /// Threads that go on writing may put something into a directory while it is being removed; they fail soon.
    private static void takeAway(Path path) {
        try {
            for (int attempt = 0, gone = 0; attempt < ATTEMPTS && gone < 2; attempt++) {
                gone = isRemoved(path) ? gone + 1 : 0;
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRemoved(Path path) {
        var directory = Leftovers.sibling(path, Leftovers.DIRECTORY);
        try {
            Leftovers.deleteTree(directory);
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            return !Files.deleteIfExists(path) && !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException busy) {
            // What is left is swept by the next run, as after a kill.
            return false;
        }
    }
}
