package dev.templedb.temple.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The processes that one command has started, told by a variable that they inherit: also those that have left its
/// group and whose parent is gone. Linux shows that variable; elsewhere none are found.
///
/// @param entry the variable and its value, which no other command has
record MarkedProcesses(String entry) {
    /// The variable that marks them.
    static final String VARIABLE = "TEMPLEDB_RUN";

    private static final Path PROCESSES = Path.of("/proc");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    /// A process may start others while they are ended; each look finds those.
    private static final int MOST_LOOKS = 50;

    /// Marks what will be started in `environment`.
    static MarkedProcesses of(Map<String, String> environment) {
        var value = UUID.randomUUID().toString();
        environment.put(VARIABLE, value);
        return new MarkedProcesses(VARIABLE + "=" + value);
    }

    /// Those that live, of the user who runs this program.
    List<ProcessHandle> find() {
        var found = new ArrayList<ProcessHandle>();
        try (var processes = Files.newDirectoryStream(PROCESSES, "[1-9]*")) {
            for (var process : processes) {
                if (isMarked(process)) {
                    handle(process).ifPresent(found::add);
                }
            }
        } catch (IOException noSuchSystem) {
            return List.of();
        }
        return found;
    }

    /// Only the owner of a process may read its variables; to root, who may read all, the mark tells the same.
    private boolean isMarked(Path process) {
        try {
            var variables = new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
            return ("\0" + variables).contains("\0" + entry + "\0");
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static Optional<ProcessHandle> handle(Path process) {
        return ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
    }

    /// Waits until none is left, but no longer than `time`.
    void awaitEnd(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until && !find().isEmpty() && pause()) {
            // They are on their way out.
        }
    }

    /// Ends all of them at once.
    void end() {
        for (int look = 0; look < MOST_LOOKS; look++) {
            var left = find();
            left.forEach(ProcessHandle::destroyForcibly);
            if (left.isEmpty() || !pause()) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
