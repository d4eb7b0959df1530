package dev.templedb.cathedral.jobs;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.traces.Traces;
import dev.templedb.core.TempleException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Runs jobs on this node, one after the other. Which node runs a job is settled in the database; a lease that is
/// renewed while it runs keeps others away, and ends with a node that dies.
@Singleton
public final class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofMinutes(1);
    /// A server that was just set up has better things to do.
    private static final Duration FIRST = Duration.ofMinutes(1);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final int MOST_FAILURE = 1000;

    private final Jdbi jdbi;
    private final Map<String, Job> jobs;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final boolean isOn;
    private final String node = nodeName();
    private final PostgresJobs table = new PostgresJobs();
    private final ExecutorService worker = executor("jobs");
    private final ScheduledExecutorService leases = executor("job-leases");

    public JobRunner(Jdbi jdbi, @All List<Job> jobs, MeterRegistry metrics, Traces traces, Settings settings) {
        this.jdbi = jdbi;
        this.jobs = jobs.stream().collect(Collectors.toMap(Job::name, Function.identity()));
        this.metrics = metrics;
        this.traces = traces;
        this.isOn = settings.get(JobSettings.RUN);
    }

    private static ScheduledExecutorService executor(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private static String nodeName() {
        String process = ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + process;
        } catch (UnknownHostException nameless) {
            return process;
        }
    }

    void start(@Observes StartupEvent started) {
        register();
        if (isOn) {
            worker.execute(this::work);
        }
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        worker.shutdownNow();
        if (!worker.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("A job does not end; another node takes it over");
        }
        leases.shutdownNow();
    }

    /// Lets the database know of all jobs.
    void register() {
        jdbi.useTransaction(handle -> jobs.values()
                .forEach(job -> table.add(handle, job.name(), job.period().isZero() ? null : FIRST)));
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!runDueIfPossible()) {
                    Thread.sleep(LOOK);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runDueIfPossible() {
        try {
            return runDue();
        } catch (RuntimeException away) {
            LOG.warnf("Jobs have to wait: %s", away.getMessage());
            return false;
        }
    }

    /// Runs one job that is due, if there is one that nobody else has.
    ///
    /// @return whether there was
    boolean runDue() {
        Optional<String> claimed = jdbi.inTransaction(handle -> table.claim(handle, jobs.keySet(), node, LEASE));
        claimed.ifPresent(name -> run(Objects.requireNonNull(jobs.get(name))));
        return claimed.isPresent();
    }

    private void run(Job job) {
        var thread = Thread.currentThread();
        long third = LEASE.toMillis() / 3;
        var renewal = leases.scheduleAtFixedRate(() -> renew(job, thread), third, third, TimeUnit.MILLISECONDS);
        long start = System.nanoTime();
        Map<String, Object> result = Map.of();
        @Nullable String failure = null;
        try {
            result = traces.job(job.name(), job::run);
        } catch (RuntimeException failed) {
            if (Thread.interrupted()) {
                renewal.cancel(false);
                jdbi.useHandle(handle -> table.giveBack(handle, job.name(), node));
                thread.interrupt();
                return;
            }
            failure = said(failed);
            LOG.errorf(failed, "The job %s failed", job.name());
        } finally {
            renewal.cancel(false);
        }
        long took = System.nanoTime() - start;
        boolean isInterrupted = Thread.interrupted();
        end(job, result, failure);
        metrics.timer("cathedral.jobs", "job", job.name(), "outcome", failure == null ? "done" : "failed")
                .record(Duration.ofNanos(took));
        LOG.infof("The job %s took %d ms: %s", job.name(), took / 1_000_000, failure == null ? result : failure);
        if (isInterrupted) {
            thread.interrupt();
        }
    }

    private void end(Job job, Map<String, Object> result, @Nullable String failure) {
        var period = job.period().isZero() ? null : job.period();
        jdbi.useHandle(handle -> table.end(handle, job.name(), node, period, result, failure));
    }

    /// A job that another node has taken, because this one seemed to be gone, ends here.
    private void renew(Job job, Thread thread) {
        try {
            boolean isOurs = jdbi.withHandle(handle -> table.renew(handle, job.name(), node, LEASE));
            if (!isOurs) {
                thread.interrupt();
            }
        } catch (RuntimeException away) {
            LOG.warnf("The lease of the job %s could not be renewed: %s", job.name(), away.getMessage());
        }
    }

    /// Of what is not meant for people only the kind: its words may hold anything.
    private static String said(RuntimeException failure) {
        String text = failure instanceof TempleException known
                ? known.code().id() + " " + known.getMessage()
                : failure.getClass().getSimpleName();
        return text.substring(0, Math.min(text.length(), MOST_FAILURE));
    }
}
