package dev.templedb.cathedral.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The life of one data directory, from its first start to its last: making one takes seconds, so the tests share it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedPostgresTest {
    @TempDir
    static Path directory;

    private static PostgresOptions options;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void first_start() throws SQLException {
        options = new PostgresOptions(
                directory.resolve("postgres"), Path.of("target").toAbsolutePath(), true);
        postgres = EmbeddedPostgres.start(options);
        execute("CREATE TABLE kept (id integer)");
    }

    @AfterAll
    static void last_stop() {
        postgres.close();
    }

    @Test
    @Order(1)
    void what_is_acknowledged_goes_to_the_disk() throws SQLException {
        assertThat(ask("SHOW fsync")).isEqualTo("on");
        assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
        assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask("SHOW data_checksums")).isEqualTo("on");
    }

    @Test
    @Order(2)
    void only_its_own_user_with_its_password_gets_in() throws IOException {
        var file = options.directory().resolve("password");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file).strip())
                .isEqualTo(postgres.password())
                .hasSize(64);
        assertThatThrownBy(() -> connect("cathedral", "wrong")).hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> connect("postgres", postgres.password())).hasMessageContaining("pg_hba.conf");
    }

    @Test
    @Order(3)
    void a_second_server_on_the_same_directory_is_refused() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .isInstanceOfSatisfying(TempleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.SERVER_ALREADY_RUNNING);
                    assertThat(failure).hasMessageContaining(options.directory().toString());
                });
    }

    @Test
    @Order(4)
    void another_process_finds_the_database_of_a_running_server() {
        assertThat(EmbeddedPostgres.running(options)).contains(postgres.address());
    }

    @Test
    @Order(5)
    void a_postgres_that_is_killed_is_started_again_at_the_same_address() throws Exception {
        execute("INSERT INTO kept VALUES (1)");
        var before = postgres.process();
        String address = postgres.jdbcUrl();

        before.destroyForcibly();
        before.onExit().get(1, TimeUnit.MINUTES);
        awaitAnswer();

        assertThat(postgres.process().pid()).isNotEqualTo(before.pid());
        assertThat(postgres.jdbcUrl()).isEqualTo(address);
        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo("1");
    }

    @Test
    @Order(6)
    void a_stop_leaves_nothing_running_and_keeps_everything() throws Exception {
        postgres.close();

        assertThat(new Leftovers(data()).find()).isEmpty();
        assertThat(EmbeddedPostgres.running(options)).isEmpty();

        postgres = EmbeddedPostgres.start(options);
        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo("1");
    }

    @Test
    @Order(7)
    void the_postgres_of_a_server_that_was_killed_is_stopped_and_nothing_is_lost() throws Exception {
        postgres.close();
        var orphan = orphan();

        postgres = EmbeddedPostgres.start(options);

        assertThat(new Leftovers(data()).find()).doesNotContain(orphan);
        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo("1");
    }

    @Test
    @Order(8)
    void workers_whose_postgres_was_killed_as_well_are_ended() throws Exception {
        postgres.close();
        orphan().destroyForcibly();

        postgres = EmbeddedPostgres.start(options);

        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo("1");
    }

    @Test
    @Order(9)
    void a_number_that_now_belongs_to_another_process_does_not_keep_it_from_starting() throws Exception {
        postgres.close();
        Files.write(
                data().resolve("postmaster.pid"),
                List.of(Long.toString(ProcessHandle.current().pid()), data().toString(), "1", "1", "", "127.0.0.1"));

        postgres = EmbeddedPostgres.start(options);

        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo("1");
    }

    @Test
    @Order(10)
    void a_directory_of_another_version_is_refused_and_left_alone() throws Exception {
        postgres.close();
        var version = data().resolve("PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "15\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .isInstanceOfSatisfying(TempleException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.POSTGRES_OTHER_VERSION);
                    assertThat(failure).hasMessageContaining("PostgreSQL 15");
                });

        Files.writeString(version, ours);
        postgres = EmbeddedPostgres.start(options);
        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo("1");
    }

    @Test
    @Order(11)
    void a_first_start_that_was_killed_is_made_again(@TempDir Path other) throws Exception {
        var unfinished = new PostgresOptions(other.resolve("postgres"), options.binaries(), false);
        Files.createDirectories(unfinished.directory().resolve("data.new/base"));
        Files.writeString(unfinished.directory().resolve("password"), "half");

        try (var second = EmbeddedPostgres.start(unfinished)) {
            assertThat(second.password()).hasSize(64);
            assertThat(unfinished.directory().resolve("data.new")).doesNotExist();
        }
    }

    /// To write the file with which it begins fails as on a full disk.
    @Test
    @Order(12)
    void a_postgres_that_finds_its_disk_full_is_started_again_as_soon_as_there_is_room() throws Exception {
        execute("INSERT INTO kept VALUES (2)");
        String kept = ask("SELECT count(*) FROM kept");
        var opts = data().resolve("postmaster.opts");
        Files.delete(opts);
        Files.createSymbolicLink(opts, Path.of("/dev/full"));
        var log = options.directory().resolve("postgres.log");

        postgres.process().destroyForcibly();
        for (int attempt = 0;
                !Files.readString(log).contains("postmaster.opts\": No space left on device") && attempt < 1000;
                attempt++) {
            Thread.sleep(10);
        }
        assertThat(Files.readString(log)).contains("postmaster.opts\": No space left on device");
        Files.delete(opts);
        awaitAnswer();

        assertThat(ask("SELECT count(*) FROM kept")).isEqualTo(kept);
        assertThat(postgres.failure().toCompletableFuture()).isNotDone();
    }

    /// A PostgreSQL without a server, as one that was killed leaves it.
    private static ProcessHandle orphan() throws Exception {
        var commands = new Commands(Binaries.in(options.binaries(), true));
        var words = commands.detached("postgres", "-D", data().toString(), "-c", "listen_addresses=");
        words.addAll(List.of("-c", "unix_socket_directories="));
        var orphan = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("orphan.log").toFile())
                .start();
        for (int attempt = 0; !Files.exists(data().resolve("postmaster.pid")) && attempt < 1000; attempt++) {
            Thread.sleep(10);
        }
        assertThat(new Leftovers(data()).find()).contains(orphan.toHandle());
        return orphan.toHandle();
    }

    private static Path data() {
        return options.directory().resolve("data");
    }

    private static void awaitAnswer() throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            try (var connection = connect(postgres.user(), postgres.password())) {
                return;
            } catch (SQLException notYet) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("PostgreSQL does not answer again");
    }

    private static Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), user, password);
    }

    private static void execute(String statement) throws SQLException {
        try (var connection = connect(postgres.user(), postgres.password());
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    private static String ask(String query) throws SQLException {
        try (var connection = connect(postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
