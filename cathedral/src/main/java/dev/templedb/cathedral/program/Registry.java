package dev.templedb.cathedral.program;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.PasswordResets;
import dev.templedb.cathedral.accounts.SealedCodes;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.HttpSettings;
import dev.templedb.cathedral.nodes.Nodes;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.postgres.DatabaseAddress;
import dev.templedb.cathedral.postgres.DatabaseSettings;
import dev.templedb.cathedral.postgres.EmbeddedPostgres;
import dev.templedb.cathedral.postgres.Migrations;
import dev.templedb.cathedral.postgres.PostgresOptions;
import dev.templedb.cathedral.postgres.PostgresOutage;
import dev.templedb.cathedral.quotas.Plans;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.secrets.SecretKeys;
import dev.templedb.cathedral.storage.Stores;
import dev.templedb.cathedral.transfer.PackCollector;
import dev.templedb.cathedral.transfer.PackIndexes;
import dev.templedb.cathedral.transfer.TransferConfig;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectStore;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/// The registry that an operator works on beside its server: the database that the settings name, or that of a server
/// that runs on the data directory; where none runs, its PostgreSQL is started for the time of the command.
final class Registry implements AutoCloseable {
    /// Kept, because loggers that nobody keeps forget their level.
    private static final Logger MIGRATIONS = Logger.getLogger("org.flywaydb");

    private final Launch launch;
    private final DatabaseAddress database;
    private final @Nullable EmbeddedPostgres started;
    private final ObjectStore store;
    private final Jdbi jdbi;
    private final Clock clock = Clock.systemUTC();

    private Registry(Launch launch, DatabaseAddress database, @Nullable EmbeddedPostgres started) {
        this.launch = launch;
        this.database = database;
        this.started = started;
        this.store = Stores.open(launch.settings(), launch.dataDirectory());
        this.jdbi = Jdbi.create(database.jdbcUrl(), database.user(), database.password())
                .installPlugin(new PostgresPlugin());
    }

    /// Opens the registry; where no server runs, its tables are brought up to date.
    ///
    /// @throws TempleException with `REGISTRY_NOT_FOUND`, or what keeps PostgreSQL from starting
    static Registry open(Launch launch) {
        return open(launch, false);
    }

    /// The same, or a new one where there is none.
    static Registry openOrMake(Launch launch) {
        return open(launch, true);
    }

    private static Registry open(Launch launch, boolean mayMake) {
        MIGRATIONS.setLevel(Level.WARNING);
        var registry = connect(launch, mayMake);
        boolean isOpen = false;
        try {
            registry.requireOrMake(mayMake);
            isOpen = true;
            return registry;
        } finally {
            if (!isOpen) {
                registry.close();
            }
        }
    }

    private static Registry connect(Launch launch, boolean mayMake) {
        var external = launch.settings().get(DatabaseSettings.URL);
        if (external.isPresent()) {
            return new Registry(launch, DatabaseAddress.parse(external.get()), null);
        }
        var options = PostgresOptions.in(launch.dataDirectory().resolve("postgres"));
        var running = EmbeddedPostgres.running(options);
        if (running.isPresent()) {
            return new Registry(launch, running.get(), null);
        }
        if (!mayMake && !Files.exists(options.directory().resolve("data"))) {
            throw notFound("There is no registry in %s.".formatted(launch.dataDirectory()));
        }
        var postgres = EmbeddedPostgres.start(options);
        return new Registry(launch, postgres.address(), postgres);
    }

    private void requireOrMake(boolean mayMake) {
        try {
            boolean isNew = jdbi.withHandle(Migrations::areMissing);
            if (isNew && !mayMake) {
                throw notFound("There is no registry in the database yet.");
            }
            if (!isNew && started != null) {
                migrate("");
            }
        } catch (ConnectionException away) {
            throw new TempleException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "The database can not be reached: %s"
                            .formatted(PostgresOutage.reason(away).orElse("it does not answer.")),
                    away);
        }
    }

    private static TempleException notFound(String sentence) {
        return new TempleException(ErrorCode.REGISTRY_NOT_FOUND, sentence);
    }

    /// Makes the tables, or brings them up to date.
    ///
    /// @param last the last migration; empty for all
    void migrate(String last) {
        Migrations.apply(database, last);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Clock clock() {
        return clock;
    }

    /// Where users reach the registry: by the setting, else as a server says that runs on the database, else where
    /// one would listen by the settings.
    String address(Handle handle) {
        var settings = launch.settings();
        return settings.get(HttpSettings.PUBLIC_URL)
                .map(Object::toString)
                .or(() -> Nodes.address(handle))
                .orElseGet(() -> Server.address(settings));
    }

    /// Where packs are, which answers.
    ObjectStore store() {
        store.check();
        return store;
    }

    AuditLog audit() {
        return new AuditLog(jdbi, clock);
    }

    /// Writes into the audit log what an operator has done to the whole registry.
    void record(String action, Map<String, Object> metadata) {
        jdbi.useTransaction(handle -> audit().record(handle, Caller.SERVER, action, null, metadata));
    }

    Accounts accounts() {
        var keys = new SecretKeys(launch.settings(), launch.dataDirectory());
        return new Accounts(jdbi, audit(), new SealedCodes(jdbi, keys), clock);
    }

    Quotas quotas() {
        return new Quotas(new Plans(launch.settings()), audit());
    }

    PasswordResets resets(Accounts accounts) {
        return new PasswordResets(jdbi, accounts, audit(), clock);
    }

    PackCollector collector() {
        var config = TransferConfig.of(launch.settings(), launch.dataDirectory());
        return new PackCollector(jdbi, store(), new PackIndexes(store, config.indexBytes()), config, clock);
    }

    @Override
    public void close() {
        store.close();
        if (started != null) {
            started.close();
        }
    }
}
