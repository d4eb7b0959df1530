package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The processes of a PostgreSQL whose server was killed: they go on working on the data directory, and a new
/// PostgreSQL must not start beside them.
///
/// Processes are known by what they are (`postgres`) and where they work (the data directory), never by a number in a
/// file alone: that number may belong to something else by now.
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path data;

    /// @param data the data directory
    Leftovers(Path data) throws IOException {
        this.data = data.toRealPath();
    }

    /// The processes that work on the directory at this moment.
    List<ProcessHandle> find() throws IOException {
        var found = new ArrayList<ProcessHandle>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var entry : entries) {
                if (worksHere(entry)) {
                    ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private boolean worksHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data)
                    && Files.readString(process.resolve("comm")).strip().equals("postgres");
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }

    /// Ends what is left when nobody leads it any more: first politely, then for good. Nothing acknowledged is lost
    /// by
    /// that: the next start recovers from the log.
    ///
    /// @throws TempleException with `POSTGRES_FAILED` when a process does not end
    void end() throws IOException {
        find().forEach(ProcessHandle::destroy);
        if (!areGone()) {
            find().forEach(ProcessHandle::destroyForcibly);
        }
        if (!areGone()) {
            throw new TempleException(
                    ErrorCode.POSTGRES_FAILED,
                    "Processes of an earlier PostgreSQL work on %s and can not be ended: %s."
                            .formatted(
                                    data,
                                    find().stream().map(ProcessHandle::pid).toList()));
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /// Waits for a while. Asks where the processes work, not whether they are there: the dead of a container whose
    /// first process does not bury them are there for ever.
    private boolean areGone() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!find().isEmpty()) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.sleep(10);
            }
            return true;
        } catch (InterruptedException e) {
            throw Programs.interrupted(e);
        }
    }
}
