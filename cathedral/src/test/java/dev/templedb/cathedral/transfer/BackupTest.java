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
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.testing.SharedPostgres;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.InMemoryObjectStore;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a registry in which something happens.
class BackupTest {
    private static final ProjectAddress ADDRESS = new ProjectAddress("ada", "saved");

    @TempDir
    Path directory;

    private final List<SharedPostgres.Database> databases = new ArrayList<>();
    private final MovingProject project = new MovingProject("saved", 3);

    private Node node;
    private Caller caller;
    private Path backup;
    private MovingProject.Moment first;

    /// A registry.
    private final class Node {
        final SharedPostgres.Database database;
        final Jdbi jdbi;
        final ObjectStore store = new InMemoryObjectStore(Clock.systemUTC());
        final TransferServer server;

        Node(SharedPostgres.Database database) throws IOException {
            databases.add(database);
            this.database = database;
            jdbi = Jdbi.create(database.jdbcUrl(), database.user(), database.password())
                    .installPlugin(new PostgresPlugin());
            server = server(Clock.systemUTC());
        }

        TransferServer server(Clock clock) throws IOException {
            return new TransferServer(jdbi, store, Files.createDirectories(directory.resolve(database.name())), clock);
        }

        Backups.Taken backUp() {
            return backUp(store);
        }

        Backups.Taken backUp(ObjectStore from) {
            return new Backups(jdbi, from, audit(), Clock.systemUTC()).take(backup);
        }

        Restores.Restored restore(boolean replace) {
            return new Restores(jdbi, store, audit())
                    .restore(
                            backup,
                            replace,
                            last -> Migrations.apply(
                                    new DatabaseAddress(database.jdbcUrl(), database.user(), database.password()),
                                    last));
        }

        AuditLog audit() {
            return new AuditLog(jdbi, Clock.systemUTC());
        }

        Path fetch() {
            return server.fetch(
                    caller,
                    ADDRESS,
                    TransferServer.everything(),
                    directory.resolve(UUID.randomUUID().toString()));
        }

        /// As clients do: packs of an older plan may be gone, and then there is a new plan.
        Path fetchAgainIfReplaced() {
            try {
                return fetch();
            } catch (TempleException replaced) {
                assertThat(replaced.code()).isEqualTo(ErrorCode.PACK_NOT_FOUND);
                return fetch();
            }
        }

        List<String> packs() {
            try (var all = store.list("packs/")) {
                return all.map(StoredObject::key).map(Object::toString).sorted().toList();
            }
        }
    }

    @BeforeEach
    void begin() throws IOException {
        backup = directory.resolve("backup");
        node = new Node(SharedPostgres.newDatabase());
        caller = People.signedIn(new People(node.jdbi).user("ada"));
        first = push(null);
    }

    @AfterEach
    void end() {
        databases.forEach(SharedPostgres::drop);
    }

    private MovingProject.Moment push(MovingProject.Moment before) {
        return node.server.pushChange(caller, ADDRESS, project, before, directory);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void a_registry_comes_back_in_an_empty_database_and_goes_on() throws IOException {
        var second = push(first);
        var before = Files.readAllBytes(node.fetch());
        assertThat(node.backUp().packs()).isEqualTo(2);
        push(second);
        var latest = project.now();

        var other = new Node(SharedPostgres.emptyDatabase());
        var restored = other.restore(false);

        assertThat(restored.packs()).isEqualTo(2);
        assertThat(other.fetch()).hasBinaryContent(before);
        assertThat(other.audit().check().brokenAt()).isNull();
        other.server.push(caller, ADDRESS, project, second.root(), latest, List.of(second), directory);
        assertThat(Files.readAllBytes(other.fetch())).isNotEqualTo(before);
    }

    @Test
    void the_next_backup_copies_what_is_new_and_one_that_is_cut_off_leaves_the_one_before() throws IOException {
        node.backUp();
        var before = Files.readAllBytes(node.fetch());
        var second = push(first);
        var cut = new BrokenStore(node.store, 0);
        refused(ErrorCode.STORAGE_UNAVAILABLE, () -> node.backUp(cut));
        var other = new Node(SharedPostgres.emptyDatabase());
        assertThat(other.restore(false).packs()).isEqualTo(1);
        assertThat(other.fetch()).hasBinaryContent(before);

        push(second);
        var taken = node.backUp(new BrokenStore(node.store, 2));

        assertThat(taken.newPacks()).isEqualTo(2);
        assertThat(Restores.check(backup).packs()).isEqualTo(3);
        assertThat(backup.toFile().list((_, name) -> name.startsWith("data-"))).hasSize(1);
    }

    /// Storage that goes away after some objects were opened.
    private static final class BrokenStore extends ForwardingStore {
        private int left;

        BrokenStore(ObjectStore store, int left) {
            super(store);
            this.left = left;
        }

        @Override
        public InputStream open(ObjectKey key, long offset, long length) {
            if (left-- <= 0) {
                throw new TempleException(ErrorCode.STORAGE_UNAVAILABLE, "The storage is away.");
            }
            return super.open(key, offset, length);
        }
    }

    @Test
    void packs_that_a_backup_needs_are_not_collected_meanwhile() throws Exception {
        var packs = node.packs();
        node.jdbi.useTransaction(
                handle -> handle.execute("UPDATE projects SET deleted_at = now() - interval '1 hour'"));
        var later = node.server(Clock.offset(Clock.systemUTC(), Duration.ofDays(3)));
        node.server(Clock.offset(Clock.systemUTC(), Duration.ofDays(1)))
                .collector
                .collect(false);
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Backups.Taken> taken = executor.submit(() -> node.backUp(new ForwardingStore(node.store) {
                @Override
                public InputStream open(ObjectKey key, long offset, long length) {
                    begun.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    return super.open(key, offset, length);
                }
            }));
            while (!begun.await(100, TimeUnit.MILLISECONDS)) {
                assertThat(taken.state()).isEqualTo(Future.State.RUNNING);
            }
            assertThat(later.collector.collect(false).postponed()).isTrue();
            assertThat(node.packs()).isEqualTo(packs);
            go.countDown();
            assertThat(taken.get().missing()).isEmpty();
        }

        assertThat(later.collector.collect(false).packs()).isEqualTo(1);
        assertThat(node.packs()).isEmpty();
    }

    @Test
    void readers_of_a_registry_that_is_replaced_see_what_was_or_what_comes_and_nothing_else() throws Exception {
        node.backUp();
        var saved = Sha256.of(Files.readAllBytes(node.fetch()));
        var second = push(first);
        var latest = Sha256.of(Files.readAllBytes(node.fetch()));
        refused(ErrorCode.REGISTRY_NOT_EMPTY, () -> node.restore(false));
        assertThat(current()).isEqualTo(second.root());

        var isDone = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = executor.submit(() -> {
                var seen = new ArrayList<Sha256>();
                while (!isDone.get()) {
                    seen.add(Sha256.of(Files.readAllBytes(node.fetchAgainIfReplaced())));
                }
                return seen;
            });
            node.restore(true);
            isDone.set(true);
            assertThat(reader.get()).isSubsetOf(latest, saved);
        }

        assertThat(current()).isEqualTo(first.root());
        assertThat(Sha256.of(Files.readAllBytes(node.fetch()))).isEqualTo(saved);
        assertThat(node.audit().check().brokenAt()).isNull();
        push(first);
    }

    @Test
    void what_is_saved_while_pushes_go_on_is_what_the_registry_was_at_one_moment() throws Exception {
        var whole = new ConcurrentHashMap<Sha256, Sha256>();
        whole.put(first.root(), Sha256.of(Files.readAllBytes(node.fetch())));
        var backups = new CopyOnWriteArrayList<Backups.Taken>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var pushing = executor.submit(() -> {
                var last = first;
                for (int number = 0; number < 8 || backups.size() < 2; number++) {
                    last = push(last);
                    whole.put(last.root(), Sha256.of(Files.readAllBytes(node.fetch())));
                }
                return last;
            });
            while (!pushing.isDone()) {
                backups.add(node.backUp());
            }
            pushing.get();
        }

        assertThat(backups).allSatisfy(taken -> assertThat(taken.missing()).isEmpty());
        var other = new Node(SharedPostgres.emptyDatabase());
        other.restore(false);
        var saved = other.server
                .fetches
                .fetch(caller, ADDRESS, TransferServer.everything())
                .root();
        assertThat(Sha256.of(Files.readAllBytes(other.fetch()))).isEqualTo(whole.get(saved));
        assertThat(other.audit().check().brokenAt()).isNull();
    }

    private Sha256 current() {
        return Sha256.parse(node.jdbi.withHandle(handle -> handle.createQuery("SELECT state_root FROM projects")
                .mapTo(String.class)
                .one()));
    }

    @Test
    void a_damaged_backup_is_refused_before_anything_is_changed() throws IOException {
        node.backUp();
        var root = push(first).root();
        var table = file("projects.copy.gz");
        var bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);
        refused(ErrorCode.BACKUP_DAMAGED, () -> node.restore(true));
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);

        var pack = file(Path.of(node.packs().getFirst()).getFileName().toString());
        var packed = Files.readAllBytes(pack);
        packed[10] ^= 1;
        Files.delete(pack);
        Files.write(pack, packed);
        refused(ErrorCode.BACKUP_DAMAGED, () -> Restores.check(backup));
        var other = new Node(SharedPostgres.emptyDatabase());
        refused(ErrorCode.BACKUP_DAMAGED, () -> other.restore(false));

        assertThat(other.packs()).isEmpty();
        assertThat(current()).isEqualTo(root);
        Files.delete(backup.resolve("backup.json"));
        refused(ErrorCode.BACKUP_NOT_FOUND, () -> node.restore(true));
        Files.writeString(backup.resolve("letters.txt"), "Dear Ada");
        refused(ErrorCode.BACKUP_IN_USE, node::backUp);
    }

    private Path file(String name) throws IOException {
        try (var files = Files.walk(backup)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void what_storage_has_lost_is_named_and_does_not_keep_the_rest_from_being_saved() {
        push(first);
        var lost = node.packs().getFirst();
        node.store.delete(new ObjectKey(lost));

        var taken = node.backUp();

        assertThat(taken.missing()).containsExactly(lost);
        assertThat(taken.newPacks()).isEqualTo(1);
        assertThat(Restores.check(backup).missing()).isEqualTo(1);
    }
}
