package dev.templedb.temple.processes;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs commands one after the other, each as a process group of its own that ends as a whole. [#cancel] may be called
/// from any thread, all else from one.
///
/// On Linux that goes for processes that have left the group, too, such as those with a session of their own: they are
/// known by a variable that they inherit, unless they have thrown their environment away.
public final class ProcessGroup {
    private static final Duration GRACE = Duration.ofSeconds(3);
    /// How long to listen on for what processes that a command has left behind say.
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    /// The shell, wherever the environment of a command would look for one.
    public static final String SHELL = "/bin/sh";

    private static final File NOTHING = new File("/dev/null");

    private final Path directory;
    private final Map<String, String> environment;
    private final Map<String, String> own;
    private final Optional<Path> setsid;
    private final long deadline;
    private final Sink sink;
    private volatile @Nullable Running current;
    private volatile boolean isCancelled;

    /// @param marked those of its descendants that can be told by what they inherited
    private record Running(Process process, MarkedProcesses marked) {
        List<ProcessHandle> others() {
            return Stream.concat(process.descendants(), marked.find().stream())
                    .filter(one -> one.pid() != process.pid())
                    .distinct()
                    .toList();
        }
    }

    /// Hears what commands say, from two threads.
    public interface Sink {
        void says(byte[] bytes, int length, boolean isError);

        /// Hears that a command has begun, and by what those are known that it starts ([ProcessGroup#marked]).
        default void begins(ProcessHandle process, String mark) {}
    }

    /// Commands that run in `directory` with nothing in their environment but `environment`.
    ///
    /// @param own      the variables of the user, whose `PATH` and loader count for the programs that start a
    /// command
    /// @param setsid   the program of that name; without it the processes are ended one by one
    /// @param deadline when all must be done, on the clock of [System#nanoTime]
    public ProcessGroup(
            Path directory,
            Map<String, String> environment,
            Map<String, String> own,
            Optional<Path> setsid,
            long deadline,
            Sink sink) {
        this.directory = directory;
        this.environment = environment;
        this.own = own;
        this.setsid = setsid;
        this.deadline = deadline;
        this.sink = sink;
    }

    /// How a command ended.
    public sealed interface End {
        /// By itself.
        record Exit(int code) implements End {}

        /// It took too long.
        record TimedOut() implements End {}

        /// [#cancel] was called.
        record Cancelled() implements End {}
    }

    /// Whether [#cancel] was called.
    public boolean isCancelled() {
        return isCancelled;
    }

    /// What is left until the deadline; zero or less when it has passed.
    public Duration left() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /// Runs a line of shell, as [#run].
    public End shell(String command) throws IOException, InterruptedException {
        return run(List.of(SHELL, "-c", command));
    }

    /// Runs a command to its end, or until time is over.
    ///
    /// @throws IOException when it cannot be started
    public End run(List<String> command) throws IOException, InterruptedException {
        if (isCancelled) {
            return new End.Cancelled();
        }
        var held = HeldVariables.of(environment, own);
        var words = new ArrayList<String>();
        setsid.ifPresent(program -> words.add(program.toString()));
        words.addAll(held.giveBack());
        words.addAll(command);
        var builder = new ProcessBuilder(words).directory(directory.toFile()).redirectInput(NOTHING);
        builder.environment().clear();
        builder.environment().putAll(held.environment());
        var marked = MarkedProcesses.of(builder.environment());
        var process = builder.start();
        var running = new Running(process, marked);
        current = running;
        try {
            sink.begins(process.toHandle(), marked.entry());
        } catch (RuntimeException failure) {
            end(running);
            throw failure;
        }
        if (isCancelled) {
            end(running);
        }
        var out = Thread.ofVirtual().start(() -> pump(process.getInputStream(), false));
        var err = Thread.ofVirtual().start(() -> pump(process.getErrorStream(), true));
        boolean isDone = process.waitFor(Math.max(0, left().toMillis()), TimeUnit.MILLISECONDS);
        if (!isDone) {
            end(running);
        }
        out.join(AFTERWARDS);
        err.join(AFTERWARDS);
        current = null;
        if (isCancelled) {
            return new End.Cancelled();
        }
        return isDone ? new End.Exit(process.exitValue()) : new End.TimedOut();
    }

    /// The processes that live of what a command has started, itself among them, whoever began it. Linux shows
    /// them;
    /// elsewhere none are found.
    ///
    /// @param mark as [Sink#begins] had it
    public static List<ProcessHandle> marked(String mark) {
        return new MarkedProcesses(mark).find();
    }

    private void pump(InputStream from, boolean isError) {
        var buffer = new byte[8192];
        try {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                sink.says(buffer, length, isError);
            }
        } catch (IOException closed) {
            // The process is gone.
        }
    }

    /// Ends the command that runs, and lets none begin.
    public void cancel() {
        isCancelled = true;
        var running = current;
        if (running != null) {
            end(running);
        }
    }

    /// Asks the whole group and all that left it to end, and ends them when they do not.
    private void end(Running running) {
        var process = running.process();
        var below = running.others();
        signal(process, "TERM");
        below.forEach(ProcessHandle::destroy);
        process.destroy();
        awaitExit(process);
        running.marked().awaitEnd(GRACE);
        signal(process, "KILL");
        below.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        running.marked().end();
        awaitExit(process);
    }

    private static void awaitExit(Process process) {
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// To the group, which has the number of its first process; nothing where there is no group.
    private void signal(Process process, String signal) {
        if (setsid.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(SHELL, "-c", "kill -s %s -- -%d".formatted(signal, process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noShell) {
            // Its processes get the signal one by one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
