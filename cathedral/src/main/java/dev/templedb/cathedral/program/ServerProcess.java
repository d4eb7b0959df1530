package dev.templedb.cathedral.program;

import dev.templedb.cathedral.postgres.DatabaseAddress;
import dev.templedb.cathedral.postgres.DatabaseSettings;
import dev.templedb.cathedral.postgres.EmbeddedPostgres;
import dev.templedb.cathedral.postgres.Migrations;
import dev.templedb.cathedral.postgres.PostgresOptions;
import dev.templedb.cathedral.postgres.PostgresOutage;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.quarkus.runtime.Quarkus;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The server as a process: the database first, then HTTP; at the end the other way round.
final class ServerProcess {
    private static final Logger LOG = Logger.getLogger(ServerProcess.class);
    private static final long LONGEST_STOP_MINUTES = 2;

    private final Launch launch;
    private final Map<String, String> properties;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean isStopping;

    /// @throws TempleException with `SETTING_INVALID` when settings do not go together
    ServerProcess(Launch launch, Surroundings surroundings) {
        this.launch = launch;
        this.properties = QuarkusProperties.of(launch, surroundings);
    }

    /// Runs until the process is told to stop, and returns the exit code.
    ///
    /// @throws TempleException when the server can not be started, or has lost its database for good
    int run() {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stopped)));
        try {
            return withDatabase();
        } finally {
            stopped.countDown();
        }
    }

    /// The virtual machine ends when its hooks have: ours lets PostgreSQL stop after the server has.
    private void awaitStop(CountDownLatch stopped) {
        isStopping = true;
        try {
            if (!stopped.await(LONGEST_STOP_MINUTES, TimeUnit.MINUTES)) {
                LOG.error("The server did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int withDatabase() {
        var external = launch.settings().get(DatabaseSettings.URL);
        if (external.isPresent()) {
            return serve(DatabaseAddress.parse(external.get()));
        }
        try (var postgres =
                EmbeddedPostgres.start(PostgresOptions.in(launch.dataDirectory().resolve("postgres")))) {
            postgres.failure().thenAccept(this::giveUp);
            return serve(postgres.address());
        }
    }

    private void giveUp(TempleException reason) {
        LOG.error("The server stops, because its database is gone", reason);
        failure.set(reason);
        Quarkus.asyncExit(1);
    }

    private int serve(DatabaseAddress database) {
        properties.putAll(QuarkusProperties.of(database));
        GivenProperties.set(properties);
        Quarkus.run(Server.class, (code, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        });
        var reason = failure.get();
        // One that is told to stop while it starts finds things closed.
        if (reason != null && !isStopping) {
            throw explain(reason);
        }
        return 0;
    }

    private TempleException explain(Throwable reason) {
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            if (cause instanceof TempleException known) {
                return known;
            }
            if (cause instanceof FlywayValidateException) {
                return Migrations.differs(reason);
            }
            if (cause instanceof BindException) {
                return new TempleException(
                        ErrorCode.ADDRESS_UNAVAILABLE,
                        "The server can not listen on %s: %s."
                                .formatted(Server.address(launch.settings()), cause.getMessage()),
                        reason);
            }
        }
        if (PostgresOutage.isBehind(reason)
                || launch.settings().get(DatabaseSettings.URL).isPresent()) {
            var said = PostgresOutage.reason(reason);
            if (said.isPresent()) {
                return new TempleException(
                        ErrorCode.DATABASE_UNAVAILABLE,
                        "The server can not use its database: %s".formatted(said.get()),
                        reason);
            }
        }
        LOG.error("The server could not be started", reason);
        return new TempleException(ErrorCode.INTERNAL, "The server could not be started: %s".formatted(reason), reason);
    }
}
