package dev.templedb.temple.directories;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.directories.ExecResult.Ending;
import dev.templedb.temple.processes.ProcessGroup;
import dev.templedb.temple.processes.ProcessGroup.End;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one command in the directories of many projects, several at a time. What it says in each is kept in a file of
/// its own.
///
/// @param command     the program and its arguments; no shell is in between
/// @param environment what the command finds in its environment, besides `TEMPLEDB_PROJECT` with the slug
/// @param setsid      the program of that name, so that all that a command has started ends with it
/// @param jobs        how many run at once, from 1 on
/// @param timeout     how long each may take
/// @param output      an existing directory for `SLUG.log` of each project
public record ProjectExec(
        List<String> command,
        Map<String, String> environment,
        Optional<Path> setsid,
        int jobs,
        Duration timeout,
        Path output) {
    private static final int TAIL_BYTES = 8 << 10;
    private static final int LONGEST_LINE = 500;

    public ProjectExec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// Runs the command everywhere. When the program is told to stop, the commands are ended first.
    ///
    /// @param done hears of each result as it comes, one at a time
    /// @return a result for each place, in their order
    /// @throws TempleException with `TARGET_UNWRITABLE` when an output cannot be kept
    public List<ExecResult> run(List<DirectoryState> places, Consumer<ExecResult> done) {
        Set<ProcessGroup> running = ConcurrentHashMap.newKeySet();
        var stop = new Thread(() -> running.parallelStream().forEach(ProcessGroup::cancel));
        Runtime.getRuntime().addShutdownHook(stop);
        try (var workers =
                Executors.newFixedThreadPool(jobs, Thread.ofPlatform().daemon().factory())) {
            var results = new ArrayList<Future<ExecResult>>();
            for (var place : places) {
                results.add(workers.submit(() -> {
                    var result = run(place, running);
                    synchronized (done) {
                        done.accept(result);
                    }
                    return result;
                }));
            }
            var all = new ArrayList<ExecResult>();
            for (var result : results) {
                all.add(result.get());
            }
            return all;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TempleException said) {
                throw said;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The commands were interrupted.", e);
        } finally {
            forget(stop);
        }
    }

    private static void forget(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException stopping) {
            // It is at work already.
        }
    }

    private ExecResult run(DirectoryState place, Set<ProcessGroup> running) {
        if (place.directory().isEmpty()) {
            return ExecResult.notRun(place.slug(), place.directory(), Ending.NO_DIRECTORY, "");
        }
        var directory = place.directory().get();
        if (!Files.isDirectory(directory)) {
            return ExecResult.notRun(place.slug(), place.directory(), Ending.MISSING, "");
        }
        var log = output.resolve(place.slug() + ".log");
        long begun = System.nanoTime();
        End end;
        try (var sink = new LogFile(log)) {
            var group = new ProcessGroup(
                    directory, environment(place), environment, setsid, begun + timeout.toNanos(), sink);
            running.add(group);
            try {
                end = group.run(command);
            } catch (IOException notStarted) {
                return ExecResult.notRun(place.slug(), place.directory(), Ending.NOT_STARTED, reason(notStarted));
            } finally {
                running.remove(group);
            }
        } catch (IOException unkept) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "What the command says in %s cannot be kept in %s."
                            .formatted(place.slug(), Printable.text(log.toString())),
                    unkept);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExecResult.notRun(place.slug(), place.directory(), Ending.CANCELLED, "");
        }
        return result(place, end, Duration.ofNanos(System.nanoTime() - begun), log);
    }

    private Map<String, String> environment(DirectoryState place) {
        var own = new HashMap<>(environment);
        own.put("TEMPLEDB_PROJECT", place.slug());
        return own;
    }

    private static ExecResult result(DirectoryState place, End end, Duration duration, Path log) {
        var ending = switch (end) {
            case End.Exit(int code) -> code == 0 ? Ending.OK : Ending.FAILED;
            case End.TimedOut() -> Ending.TIMED_OUT;
            case End.Cancelled() -> Ending.CANCELLED;
        };
        return new ExecResult(
                place.slug(),
                place.directory(),
                ending,
                end instanceof End.Exit(int code) ? Optional.of(code) : Optional.empty(),
                duration,
                lastLine(log),
                Optional.of(log));
    }

    /// Java says `Cannot run program "x" (in directory "y"): error=2, No such file or directory`.
    private static String reason(Exception notStarted) {
        var message = String.valueOf(notStarted.getMessage());
        return Printable.text(message.substring(message.lastIndexOf(", ") < 0 ? 0 : message.lastIndexOf(", ") + 2));
    }

    private static String lastLine(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            var tail = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
            file.readFully(tail);
            var last = new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .map(line ->
                            line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").strip())
                    .filter(line -> !line.isEmpty())
                    .reduce("", (before, line) -> line);
            return Printable.text(last.length() > LONGEST_LINE ? last.substring(0, LONGEST_LINE) : last);
        } catch (IOException gone) {
            return "";
        }
    }

    /// All that a command says, in the order in which it comes.
    private static final class LogFile implements ProcessGroup.Sink, AutoCloseable {
        private final OutputStream file;
        private boolean isClosed;
        private @Nullable IOException failure;

        LogFile(Path path) throws IOException {
            file = new BufferedOutputStream(Files.newOutputStream(path));
        }

        @Override
        public synchronized void says(byte[] bytes, int length, boolean isError) {
            try {
                if (!isClosed && failure == null) {
                    file.write(bytes, 0, length);
                }
            } catch (IOException full) {
                failure = full;
            }
        }

        /// What processes say that the command has left behind is not kept.
        @Override
        public synchronized void close() throws IOException {
            isClosed = true;
            file.close();
            if (failure != null) {
                throw failure;
            }
        }
    }
}
