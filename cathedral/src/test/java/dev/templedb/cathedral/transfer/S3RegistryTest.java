package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.backup.Backups;
import dev.templedb.cathedral.backup.Restores;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.postgres.DatabaseAddress;
import dev.templedb.cathedral.postgres.Migrations;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.cathedral.storage.StorageSettings;
import dev.templedb.cathedral.storage.Stores;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.testing.SharedPostgres;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StoredObject;
import dev.templedb.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry whose objects lie in a bucket: saved and brought back, and with the bucket away in the middle of pushes.
@Tag("thorough")
class S3RegistryTest {
    private static final String MAIN = "refs/heads/main";
    private static final ProjectAddress ADDRESS = new ProjectAddress("ada", "bucketed");

    @TempDir
    static Path shared;

    private static S3Server bucket;

    @TempDir
    Path directory;

    private final List<SharedPostgres.Database> databases = new ArrayList<>();
    private final List<ObjectStore> stores = new ArrayList<>();
    private final MovingProject project = new MovingProject("bucketed", 3);
    private Node node;
    private Caller caller;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(shared.resolve("buckets/objects"));
        bucket = S3Server.start(shared);
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    /// A registry with a database and a place in the bucket of its own.
    private final class Node {
        final SharedPostgres.Database database;
        final Jdbi jdbi;
        final ObjectStore store;
        final TransferServer server;

        Node(SharedPostgres.Database database) throws IOException {
            databases.add(database);
            this.database = database;
            jdbi = Jdbi.create(database.jdbcUrl(), database.user(), database.password())
                    .installPlugin(new PostgresPlugin());
            store = Stores.open(settings(database.name()), directory);
            stores.add(store);
            server = server(Clock.systemUTC());
        }

        TransferServer server(Clock clock) throws IOException {
            return new TransferServer(jdbi, store, Files.createDirectories(directory.resolve(database.name())), clock);
        }

        AuditLog audit() {
            return new AuditLog(jdbi, Clock.systemUTC());
        }

        byte[] fetch() throws IOException {
            return Files.readAllBytes(server.fetch(
                    caller,
                    ADDRESS,
                    TransferServer.everything(),
                    directory.resolve(UUID.randomUUID().toString())));
        }

        long objects(String folder) {
            try (var all = store.list(folder)) {
                return all.map(StoredObject::key).count();
            }
        }
    }

    private static Settings settings(String place) {
        return Settings.of(
                StorageSettings.ALL,
                List.of(new SettingsSource(
                        "test",
                        Map.of(
                                "storage.kind",
                                "s3",
                                "storage.endpoint",
                                bucket.endpoint().toString(),
                                "storage.bucket",
                                "objects",
                                "storage.prefix",
                                place,
                                "storage.path-style",
                                "true",
                                "storage.access-key-id",
                                S3Server.ACCESS_KEY_ID,
                                "storage.secret-access-key",
                                S3Server.SECRET_ACCESS_KEY))));
    }

    @BeforeEach
    void begin() throws IOException {
        node = new Node(SharedPostgres.newDatabase());
        caller = People.signedIn(new People(node.jdbi).user("ada"));
    }

    @AfterEach
    void end() {
        stores.forEach(ObjectStore::close);
        databases.forEach(SharedPostgres::drop);
    }

    private MovingProject.Moment push(MovingProject.Moment before) {
        return node.server.pushChange(caller, ADDRESS, project, before, directory);
    }

    private static void away(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
    }

    @Test
    void a_registry_is_saved_from_one_bucket_while_pushes_go_on_and_brought_back_in_another() throws Exception {
        var first = push(null);
        var backup = directory.resolve("backup");
        var saving = new Backups(node.jdbi, node.store, node.audit(), Clock.systemUTC());
        MovingProject.Moment last;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var pushing = executor.submit(() -> {
                var moment = first;
                for (int number = 0; number < 5; number++) {
                    moment = push(moment);
                }
                return moment;
            });
            while (!pushing.isDone()) {
                assertThat(saving.take(backup).missing()).isEmpty();
            }
            last = pushing.get();
        }
        assertThat(saving.take(backup).packs()).isEqualTo(6);
        var before = node.fetch();
        push(last);

        var other = new Node(SharedPostgres.emptyDatabase());
        var restored = new Restores(other.jdbi, other.store, other.audit())
                .restore(
                        backup,
                        false,
                        version -> Migrations.apply(
                                new DatabaseAddress(
                                        other.database.jdbcUrl(), other.database.user(), other.database.password()),
                                version));

        assertThat(restored.packs()).isEqualTo(6);
        assertThat(other.objects("packs/")).isEqualTo(6);
        assertThat(other.fetch()).isEqualTo(before);
        assertThat(other.audit().check().brokenAt()).isNull();
    }

    @Test
    void a_push_goes_on_when_the_bucket_that_was_away_is_there_again() throws IOException {
        var first = push(null);
        var before = node.fetch();
        project.commit(MAIN, "large.txt", "A line.\n".repeat(200) + UUID.randomUUID());
        project.commit(MAIN, "another.txt", UUID.randomUUID().toString().repeat(60));
        var next = project.now();
        var file = project.write(directory.resolve("next.cathedral"), next, Optional.of(first));
        var bytes = Files.readAllBytes(file);
        var request = TransferServer.request(first.root(), next.root());
        var upload = node.server
                .pushes
                .negotiate(caller, ADDRESS, request, List.of(first.root()), bytes.length)
                .upload()
                .orElseThrow();
        assertThat(upload.partCount()).isGreaterThan(1);
        node.server.part(caller, upload, bytes, 0);

        bucket.close();
        away(() -> node.server.part(caller, upload, bytes, 1));
        away(() -> node.server.pushes.push(caller, ADDRESS, request, file));
        assertThat(node.server.uploads.find(caller, upload.id()).parts()).hasSize(1);
        assertThat(current()).isEqualTo(first.root().hex());
        bucket.startAgain();

        assertThat(node.fetch()).isEqualTo(before);
        for (int number = 1; number < upload.partCount(); number++) {
            node.server.part(caller, upload, bytes, number);
        }
        bucket.close();
        away(() -> node.server.pushes.commit(caller, ADDRESS, upload.id(), request));
        assertThat(current()).isEqualTo(first.root().hex());
        bucket.startAgain();
        node.server.pushes.commit(caller, ADDRESS, upload.id(), request);

        assertThat(current()).isEqualTo(next.root().hex());
        assertThat(node.fetch()).isNotEqualTo(before);
        assertThat(node.objects("uploads/")).isZero();
        var later = node.server(Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
        later.collector.collect(false);
        assertThat(node.objects("packs/")).isEqualTo(2);
        assertThat(later.collector.scrub(Duration.ZERO, 100).damaged()).isEmpty();
    }

    private String current() {
        return node.jdbi.withHandle(handle -> handle.createQuery("SELECT state_root FROM projects")
                .mapTo(String.class)
                .one());
    }
}
