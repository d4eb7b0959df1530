package dev.templedb.cathedral.testing;

import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives a test class a database of its own, with all migrations applied, on the PostgreSQL that all classes share.
/// The tests of one class share it.
///
/// ```java
/// @RegisterExtension
/// static final MigratedDatabase DATABASE = new MigratedDatabase();
///
/// private final PostgresStars stars = new PostgresStars(DATABASE.jdbi());
/// ```
public final class MigratedDatabase implements BeforeAllCallback, AfterAllCallback {
    private SharedPostgres.@Nullable Database database;

    @Override
    public void beforeAll(ExtensionContext context) {
        database = SharedPostgres.newDatabase();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        SharedPostgres.drop(database());
    }

    /// Where the database is.
    public SharedPostgres.Database database() {
        return Objects.requireNonNull(database);
    }

    /// Speaks to the database, with a new connection for each handle.
    public Jdbi jdbi() {
        return Jdbi.create(database().jdbcUrl(), database().user(), database().password())
                .installPlugin(new PostgresPlugin());
    }
}
