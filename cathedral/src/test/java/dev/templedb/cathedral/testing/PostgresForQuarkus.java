package dev.templedb.cathedral.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// Lets the server that all `@QuarkusTest` classes share run on a migrated database of its own. It is found by its
/// service file, so that a test class has nothing to say.
public final class PostgresForQuarkus implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        var database = SharedPostgres.newDatabase();
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password());
    }

    /// The database goes with its PostgreSQL, at the end of the process.
    @Override
    public void stop() {}
}
