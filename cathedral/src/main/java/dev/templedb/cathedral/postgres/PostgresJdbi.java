package dev.templedb.cathedral.postgres;

import dev.templedb.cathedral.traces.Traces;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Gives every `Postgres…` class the one way to speak to the database.
@Singleton
final class PostgresJdbi {
    /// JDBI over the pool of the server; safe for use by several threads.
    @Produces
    @Singleton
    Jdbi jdbi(DataSource pool, Traces traces) {
        var jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        traces.statements().ifPresent(jdbi::setSqlLogger);
        return jdbi;
    }
}
