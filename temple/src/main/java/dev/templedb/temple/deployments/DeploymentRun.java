package dev.templedb.temple.deployments;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.checkout.ProjectCheckout;
import dev.templedb.temple.processes.ProcessGroup;
import dev.templedb.temple.processes.ProcessGroup.End;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.variables.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One deployment on its way: the files of the commit in a directory, hook, script, health check, hook.
final class DeploymentRun {
    /// How long a program that is told to stop waits until what it started is gone and written down.
    private static final int LAST_SECONDS = 15;

    /// How often what was said is written down while it runs.
    private static final long KEEP_MILLIS = 500;

    private final Temple temple;
    private final DeploymentRequest request;
    private final Project project;
    private final Target target;
    private final Deployment deployment;
    private final long id;
    private final Path scratch;
    private final OpenedSecrets secrets;
    private final LogTail log = new LogTail();
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Thread hook;
    private @Nullable Thread keeper;
    private String step = "checkout";

    DeploymentRun(
            Temple temple,
            DeploymentRequest request,
            Project project,
            Target target,
            SqliteDeploymentStore.Stored begun,
            OpenedSecrets secrets) {
        this.temple = temple;
        this.request = request;
        this.project = project;
        this.target = target;
        this.deployment = begun.deployment();
        this.id = begun.id();
        this.scratch = Path.of(begun.scratch());
        this.secrets = secrets;
    }

    Duration timeout() {
        return target.timeout();
    }

    /// The step that it has come to.
    String step() {
        return step;
    }

    String log() {
        return log.text();
    }

    List<String> lastLines(int most) {
        return log.lastLines(most);
    }

    /// Goes through all steps.
    Ending run(DeploymentListener listener) {
        try {
            Files.createDirectories(
                    scratch, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var files = scratch.resolve("files");
            new ProjectCheckout(temple).run(project.id(), deployment.commit().hex(), files, Progress.NONE);
            var output = new MaskedOutput(listener);
            var environment = environment();
            output.note(secrets.putInto(environment));
            var group = new ProcessGroup(
                    files,
                    environment,
                    request.environment(),
                    request.setsid(),
                    System.nanoTime() + timeout().toNanos(),
                    output);
            stopWithProgram(group);
            keepLog();
            var ending = steps(group, files);
            output.finish();
            return ending;
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE, "The deployment cannot be run: %s.".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.of(DeploymentState.CANCELLED);
        }
    }

    private Ending steps(ProcessGroup group, Path files) throws IOException, InterruptedException {
        if (target.before().isPresent()) {
            step = "before";
            var ending = ending(step, group.shell(target.before().get()));
            if (ending.isPresent()) {
                return ending.get();
            }
        }
        step = "script";
        var script = ending(step, group.run(script(files)));
        if (script.isPresent()) {
            return script.get();
        }
        step = "health check";
        var health = new HealthCheck(target, group).run();
        if (health instanceof End.Exit(int code) && code != 0) {
            return Ending.at(DeploymentState.UNHEALTHY, step);
        }
        var checked = ending(step, health);
        if (checked.isPresent()) {
            return checked.get();
        }
        if (target.after().isPresent()) {
            step = "after";
            var ending = ending(step, group.shell(target.after().get()));
            if (ending.isPresent()) {
                return ending.get();
            }
        }
        return Ending.of(DeploymentState.SUCCEEDED);
    }

    /// Empty when the step went well.
    private static Optional<Ending> ending(String step, End end) {
        return switch (end) {
            case End.Exit(int code) when code == 0 -> Optional.empty();
            case End.Exit(int code) -> Optional.of(Ending.failed(step, code));
            case End.TimedOut() -> Optional.of(Ending.at(DeploymentState.TIMED_OUT, step));
            case End.Cancelled() -> Optional.of(Ending.at(DeploymentState.CANCELLED, step));
        };
    }

    /// What has a first line that names its interpreter runs by itself; anything else is for the shell.
    private List<String> script(Path files) throws IOException {
        var path = files.resolve(target.script());
        var command = new ArrayList<String>();
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TempleException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The script %s is no longer a file after the hook that runs before it."
                            .formatted(Printable.text(target.script())));
        }
        boolean namesInterpreter;
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            namesInterpreter = new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("#!");
        }
        if (namesInterpreter && !Files.isExecutable(path)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        if (!Files.isExecutable(path)) {
            command.add(ProcessGroup.SHELL);
        }
        command.add(path.toString());
        command.addAll(request.arguments());
        return command;
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(request.environment());
        temple.file()
                .read(tx -> Variables.effective(
                        tx, project.id(), target.environment().toLowerCase(Locale.ROOT)))
                .forEach(variable -> {
                    DeploymentTargets.requireNoZero("variable " + variable.name(), variable.value());
                    environment.put(variable.name(), variable.value());
                });
        environment.putAll(target.variables());
        environment.put("TEMPLEDB_PROJECT", project.slug().text());
        environment.put("TEMPLEDB_TARGET", target.name());
        environment.put("TEMPLEDB_COMMIT", deployment.commit().hex());
        environment.put("TEMPLEDB_DEPLOYMENT", Long.toString(deployment.number()));
        target.host().ifPresent(host -> environment.put("TEMPLEDB_HOST", host));
        target.region().ifPresent(region -> environment.put("TEMPLEDB_REGION", region));
        return environment;
    }

    /// Whoever tells the program to stop stops the deployment, and waits until that is written down.
    private void stopWithProgram(ProcessGroup group) {
        var stop = new Thread(() -> {
            group.cancel();
            try {
                var _ = done.await(LAST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(stop);
        hook = stop;
    }

    /// Writes down what was said now and then, so that it outlives a program that is killed.
    private void keepLog() {
        keeper = Thread.ofPlatform().daemon().name("deployment-log").start(() -> {
            long kept = 0;
            try {
                while (!done.await(KEEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    long written = log.written();
                    if (written > kept && keep(log.text())) {
                        kept = written;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// False when somebody else writes for long: there is a next time.
    private boolean keep(String text) {
        try {
            return temple.file().write(tx -> SqliteDeploymentStore.keep(tx, id, text));
        } catch (TempleException busy) {
            return false;
        }
    }

    /// Removes the files.
    void cleanUp() {
        DeploymentScratch.remove(scratch);
        done.countDown();
        var keeping = keeper;
        if (keeping != null) {
            joinUninterruptibly(keeping);
        }
        var stop = hook;
        if (stop != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(stop);
            } catch (IllegalStateException stopping) {
                // It is at work already.
            }
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Masks what two streams say, and hands it on one at a time.
    private final class MaskedOutput implements ProcessGroup.Sink {
        private final DeploymentListener listener;
        private final Masker out;
        private final Masker err;

        MaskedOutput(DeploymentListener listener) {
            this.listener = listener;
            var forms = new MaskedForms(secrets.all());
            out = new Masker(forms);
            err = new Masker(forms);
        }

        /// Says in the log, and so in the history, which secrets the script does without.
        void note(List<String> leftOut) {
            leftOut.forEach(name -> hand(
                    "The secret %s is left out: it is no text without NUL of less than 128 KiB, so no variable can hold it.\n"
                            .formatted(Printable.text(name))
                            .getBytes(StandardCharsets.UTF_8),
                    true));
        }

        @Override
        public synchronized void says(byte[] bytes, int length, boolean isError) {
            hand((isError ? err : out).mask(bytes, length), isError);
        }

        /// Remembers what has begun, for whoever comes after a program that was killed.
        @Override
        public void begins(ProcessHandle process, String mark) {
            temple.file().<Boolean>write(tx -> {
                SqliteDeploymentStore.begin(tx, id, LeftCommand.of(process, mark));
                return true;
            });
        }

        synchronized void finish() {
            hand(out.finish(), false);
            hand(err.finish(), true);
        }

        private void hand(byte[] clear, boolean isError) {
            if (clear.length > 0) {
                log.write(clear);
                listener.says(clear, isError);
            }
        }
    }
}
