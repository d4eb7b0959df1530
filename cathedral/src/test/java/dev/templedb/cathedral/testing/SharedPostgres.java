package dev.templedb.cathedral.testing;

import dev.templedb.cathedral.postgres.EmbeddedPostgres;
import dev.templedb.cathedral.postgres.PostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/// The PostgreSQL of this test process, started when it is first needed and removed when the process ends.
///
/// It holds one database that has been migrated, of which [#newDatabase] makes copies in a few milliseconds.
public final class SharedPostgres {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String MIGRATED = "migrated";
    /// Quarkus loads this class anew for the classes that it tests: what all of them share lies where the JVM has
    /// one
    /// place for it.
    private static final String URL = "templedb.test.postgres.url";
    private static final String USER = "templedb.test.postgres.user";
    private static final String PASSWORD = "templedb.test.postgres.password";

    private SharedPostgres() {}

    /// A database of its own, with all migrations applied.
    public record Database(String name, String jdbcUrl, String user, String password) {}

    /// Makes a database.
    public static Database newDatabase() {
        startOnce();
        return database(" TEMPLATE " + MIGRATED);
    }

    /// Makes a database with nothing in it, not even tables.
    public static Database emptyDatabase() {
        startOnce();
        return database("");
    }

    private static Database database(String template) {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        execute("CREATE DATABASE " + name + template);
        return new Database(
                name, System.getProperty(URL) + name, System.getProperty(USER), System.getProperty(PASSWORD));
    }

    /// Removes a database, with the sessions that are still on it.
    public static void drop(Database database) {
        execute("DROP DATABASE %s WITH (FORCE)".formatted(database.name()));
    }

    private static void startOnce() {
        synchronized (System.getProperties()) {
            if (System.getProperty(URL) == null) {
                start();
            }
        }
    }

    private static void start() {
        try {
            Files.createDirectories(TARGET);
            var directory = Files.createTempDirectory(TARGET, "postgres-");
            var server = EmbeddedPostgres.start(new PostgresOptions(directory, TARGET, false));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, directory)));
            System.setProperty(USER, server.user());
            System.setProperty(PASSWORD, server.password());
            System.setProperty(URL, server.jdbcUrl(""));
            execute("CREATE DATABASE " + MIGRATED);
            Flyway.configure()
                    .dataSource(server.jdbcUrl(MIGRATED), server.user(), server.password())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(String statement) {
        try (var connection = DriverManager.getConnection(
                        System.getProperty(URL) + "cathedral", System.getProperty(USER), System.getProperty(PASSWORD));
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private static void stop(EmbeddedPostgres server, Path directory) {
        server.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
