package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.api.PushVersionJson;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.quotas.QuotaExceeded;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.InMemoryObjectStore;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final String MAIN = "refs/heads/main";

    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static Jdbi jdbi;

    @TempDir
    Path directory;

    private static final ObjectStore STORE = new InMemoryObjectStore(Clock.systemUTC());

    private final ObjectStore store = STORE;
    private TransferServer server;
    private Caller caller;
    private ProjectAddress address;
    private MovingProject project;

    @BeforeAll
    static void connect() {
        jdbi = OneConnection.to(DATABASE);
    }

    @BeforeEach
    void server() throws IOException {
        server = node(Clock.systemUTC());
        var name = "user-" + UUID.randomUUID();
        caller = People.signedIn(new People(jdbi).user(name));
        address = new ProjectAddress(name, "faulty");
        project = new MovingProject("faulty", 5);
    }

    private TransferServer node(Clock clock) throws IOException {
        return new TransferServer(jdbi, store, Files.createDirectories(directory.resolve("scratch")), clock);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private Upload begin(PushRequest request, byte[] bytes) {
        return server.pushes
                .negotiate(caller, address, request, List.of(), bytes.length)
                .upload()
                .orElseThrow();
    }

    @Test
    void an_upload_that_was_cut_goes_on_at_another_node() throws IOException {
        project.commit(MAIN, "file.txt", "x".repeat(10) + UUID.randomUUID());
        var moment = project.now();
        var bytes = Files.readAllBytes(project.write(directory.resolve("p"), moment, Optional.empty()));
        var request = TransferServer.request(null, moment.root());
        var upload = begin(request, bytes);
        assertThat(upload.partCount()).isGreaterThan(2);

        // Cut after every number of bytes of a part: nothing of it is there.
        var part = Arrays.copyOfRange(bytes, 0, upload.partLength(0));
        for (int cut = 0; cut < part.length; cut += 99) {
            var some = new ByteArrayInputStream(part, 0, cut);
            refused(
                    ErrorCode.UPLOAD_PART_DIFFERS,
                    () -> server.uploads.take(caller, upload.id(), 0, part.length, Sha256.of(part), some));
            assertThat(server.uploads.find(caller, upload.id()).parts()).isEmpty();
        }
        server.part(caller, upload, bytes, 1);
        assertThat(server.uploads.find(caller, upload.id()).offset()).isZero();
        server.part(caller, upload, bytes, 0);
        assertThat(server.uploads.find(caller, upload.id()).offset()).isEqualTo(2L * upload.partBytes());
        refused(ErrorCode.UPLOAD_INCOMPLETE, () -> server.pushes.commit(caller, address, upload.id(), request));

        var other = node(Clock.systemUTC());
        other.upload(caller, upload, directory.resolve("p"));
        var pushed = other.pushes.commit(caller, address, upload.id(), request);

        assertThat(pushed.state()).isEqualTo(moment.root());
        assertThat(server.pushes.commit(caller, address, upload.id(), request)).isEqualTo(pushed);
        assertThat(other.fetch(caller, address, TransferServer.everything(), directory.resolve("f")))
                .hasBinaryContent(bytes);
    }

    @Test
    void parts_with_another_digest_length_or_offset_and_uploads_of_others_are_refused() throws IOException {
        var moment = project.now();
        var bytes = Files.readAllBytes(project.write(directory.resolve("p"), moment, Optional.empty()));
        var upload = begin(TransferServer.request(null, moment.root()), bytes);
        var part = Arrays.copyOfRange(bytes, 0, upload.partLength(0));
        var digest = Sha256.of(part);

        refused(
                ErrorCode.UPLOAD_PART_DIFFERS,
                () -> server.uploads.take(
                        caller, upload.id(), 0, part.length, Sha256.of(new byte[1]), new ByteArrayInputStream(part)));
        refused(
                ErrorCode.UPLOAD_PART_DIFFERS,
                () -> server.uploads.take(
                        caller, upload.id(), 0, part.length, digest, new ByteArrayInputStream(bytes)));
        refused(
                ErrorCode.UPLOAD_PART_INVALID,
                () -> server.uploads.take(
                        caller, upload.id(), 0, part.length - 1, digest, new ByteArrayInputStream(part)));
        for (long offset : new long[] {-1, 1, bytes.length, Long.MAX_VALUE}) {
            refused(
                    ErrorCode.UPLOAD_PART_INVALID,
                    () -> server.uploads.take(
                            caller, upload.id(), offset, part.length, digest, new ByteArrayInputStream(part)));
        }
        var stranger = People.signedIn(new People(jdbi).user("stranger-" + UUID.randomUUID()));
        refused(ErrorCode.UPLOAD_NOT_FOUND, () -> server.uploads.find(stranger, upload.id()));
        server.part(caller, upload, bytes, 0);
        server.part(caller, upload, bytes, 0);
        var changed = part.clone();
        changed[5]++;
        refused(
                ErrorCode.UPLOAD_PART_DIFFERS,
                () -> server.uploads.take(
                        caller, upload.id(), 0, part.length, Sha256.of(changed), new ByteArrayInputStream(changed)));
        server.uploads.cancel(caller, upload.id());
        refused(ErrorCode.UPLOAD_NOT_FOUND, () -> server.uploads.find(caller, upload.id()));
    }

    @Test
    void of_two_pushes_one_wins_and_the_other_is_told_where_the_project_is() {
        var first = project.now();
        server.push(caller, address, project, null, first, List.of(), directory);
        project.commit(MAIN, "a.txt", "One.\n");
        var one = project.now();
        project.commit(MAIN, "a.txt", "Another.\n");
        var other = project.now();
        var request = TransferServer.request(first.root(), other.root());
        var file = project.write(directory.resolve("other"), other, Optional.of(first));
        var upload = server.pushes
                .negotiate(caller, address, request, List.of(first.root()), 1)
                .upload();

        server.push(caller, address, project, first.root(), one, List.of(first), directory);

        assertThat(upload).isPresent();
        assertThatThrownBy(() -> server.pushes.push(caller, address, request, file))
                .isInstanceOfSatisfying(StateMoved.class, moved -> {
                    assertThat(moved.state()).contains(one.root());
                    assertThat(moved.refs()).isEqualTo(one.state().refs());
                });
        assertThat(server.fetches
                        .fetch(caller, address, TransferServer.everything())
                        .root())
                .isEqualTo(one.root());
    }

    @Test
    void hostile_packages_leave_nothing() throws IOException {
        long before = packs();
        project.commit(MAIN, "b.bin", "y".repeat(3000) + UUID.randomUUID());
        var moment = project.now();
        var bytes = Files.readAllBytes(project.write(directory.resolve("p"), moment, Optional.empty()));
        var request = TransferServer.request(null, moment.root());
        for (int at = 0; at < bytes.length; at += 307) {
            var damaged = bytes.clone();
            damaged[at] ^= 0x10;
            Files.write(directory.resolve("damaged"), damaged);
            assertThatThrownBy(() -> server.pushes.push(caller, address, request, directory.resolve("damaged")))
                    .isInstanceOf(TempleException.class);
        }
        var others = new MovingProject("faulty", 6);
        var other = others.write(directory.resolve("other"), others.now(), Optional.empty());
        refused(ErrorCode.PACKAGE_STATE_MISMATCH, () -> server.pushes.push(caller, address, request, other));

        assertThatThrownBy(() -> server.fetches.fetch(caller, address, TransferServer.everything()))
                .hasMessageContaining("There is no project");
        assertThat(packs()).isEqualTo(before);
    }

    private long packs() {
        try (var packs = store.list(Pack.FOLDER)) {
            return packs.count();
        }
    }

    @Test
    void what_a_kill_between_pack_and_row_leaves_is_swept_after_the_grace_period() throws IOException {
        var moment = project.now();
        var file = project.write(directory.resolve("p"), moment, Optional.empty());
        server.push(caller, address, project, null, moment, List.of(), directory);
        project.commit(MAIN, "c.txt", "New.\n");
        var next = project.now();
        var intake = new PackIntake(store, new PackIndexes(store, 1 << 20), Clock.systemUTC());
        var taken = intake.take(
                project.write(file, next, Optional.empty()),
                next.root(),
                dev.templedb.packages.content.OpenOptions.strict(directory, dev.templedb.core.Progress.NONE),
                Members.none(),
                _ -> Optional.empty());
        var stray = taken.pack().orElseThrow().pack();
        var upload = server.pushes
                .negotiate(caller, address, TransferServer.request(moment.root(), next.root()), List.of(), 100)
                .upload()
                .orElseThrow();
        server.part(caller, upload, new byte[100], 0);

        server.collector.collect(false);
        assertThat(store.exists(stray.key())).isTrue();

        var later = node(Clock.fixed(Instant.now().plus(Duration.ofHours(3)), ZoneOffset.UTC));
        var dry = later.collector.collect(true);
        assertThat(dry.bytes()).isGreaterThanOrEqualTo(stray.bytes());
        assertThat(store.exists(stray.key())).isTrue();
        later.collector.collect(false);

        assertThat(store.exists(stray.key())).isFalse();
        assertThat(store.exists(upload.key(0))).isFalse();
        assertThat(later.fetch(caller, address, TransferServer.everything(), directory.resolve("f")))
                .exists();
        assertThat(later.collector.collect(false)).isEqualTo(new PackCollector.Collected(0, 0, 0, 0, false));
    }

    @Test
    void partly_dead_and_small_packs_are_packed_anew_and_everything_stays() throws IOException {
        var moments = new java.util.ArrayList<MovingProject.Moment>();
        for (int push = 0; push < 6; push++) {
            project.commit("refs/heads/goes", "big%d.txt".formatted(push), UUID.randomUUID() + "z".repeat(5000));
            project.commit(MAIN, "small%d.txt".formatted(push), "Push %d.\n".formatted(push));
            var expected = moments.isEmpty() ? null : moments.getLast().root();
            var moment = project.now();
            server.push(caller, address, project, expected, moment, moments, directory);
            moments.add(moment);
        }
        project.deleteBranch("refs/heads/goes");
        var last = project.now();
        server.push(caller, address, project, moments.getLast().root(), last, moments, directory);

        assertThat(server.collector.repack(true)).isPositive();
        assertThat(server.collector.repack(false)).isPositive();
        assertThat(server.collector.repack(false)).isZero();

        var later = node(Clock.fixed(Instant.now().plus(Duration.ofHours(1)), ZoneOffset.UTC));
        later.collector.collect(false);
        var evenLater = node(Clock.fixed(Instant.now().plus(Duration.ofHours(3)), ZoneOffset.UTC));
        assertThat(evenLater.collector.collect(false).packs()).isPositive();
        var fetched = evenLater.fetch(caller, address, TransferServer.everything(), directory.resolve("f"));
        try (var opened = dev.templedb.packages.file.PackageFileReader.open(
                fetched,
                dev.templedb.packages.content.OpenOptions.strict(directory, dev.templedb.core.Progress.NONE))) {
            dev.templedb.packages.content.PackageChecker.verify(opened, 1, dev.templedb.core.Progress.NONE);
            assertThat(opened.state().root()).isEqualTo(last.root());
        }
        var scrubbed = evenLater.collector.scrub(Duration.ZERO, 100);
        assertThat(scrubbed.packs()).isPositive();
        assertThat(scrubbed.damaged()).isEmpty();
    }

    @Test
    void a_store_that_fails_in_the_middle_of_a_push_leaves_the_project_as_it_was() throws IOException {
        var first = project.now();
        server.push(caller, address, project, null, first, List.of(), directory);
        project.commit(MAIN, "d.txt", "New.\n");
        var next = project.now();
        var broken = new TransferServer(jdbi, new FailingStore(store), directory.resolve("scratch"), Clock.systemUTC());

        refused(
                ErrorCode.STORAGE_UNAVAILABLE,
                () -> broken.push(caller, address, project, first.root(), next, List.of(first), directory));

        assertThat(server.fetches
                        .fetch(caller, address, TransferServer.everything())
                        .root())
                .isEqualTo(first.root());
        server.push(caller, address, project, first.root(), next, List.of(first), directory);
        assertThat(server.fetches
                        .fetch(caller, address, TransferServer.everything())
                        .root())
                .isEqualTo(next.root());
    }

    /// Does something after each write.
    private static final class Watching extends ForwardingStore {
        private final Runnable after;
        private int writes;

        Watching(ObjectStore whole, Runnable after) {
            super(whole);
            this.after = after;
        }

        @Override
        public Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content)
                throws IOException {
            var hash = super.put(key, length, expected, content);
            writes++;
            after.run();
            return hash;
        }
    }

    private TransferServer over(ObjectStore other) {
        return new TransferServer(jdbi, other, directory.resolve("scratch"), Clock.systemUTC());
    }

    @Test
    void a_commit_that_names_another_state_than_the_project_has_writes_nothing() throws IOException {
        var first = project.now();
        server.push(caller, address, project, null, first, List.of(), directory);
        project.commit(MAIN, "e.txt", "Next.\n");
        var next = project.now();
        var file = project.write(directory.resolve("p"), next, Optional.of(first));
        var upload = begin(TransferServer.request(first.root(), next.root()), Files.readAllBytes(file));
        server.upload(caller, upload, file);
        var watched = new Watching(store, () -> {});
        var elsewhere = TransferServer.request(Sha256.of(new byte[1]), next.root());

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> over(watched).pushes.commit(caller, address, upload.id(), elsewhere))
                    .isInstanceOf(StateMoved.class);
        }

        assertThat(watched.writes).isZero();
        var right = TransferServer.request(first.root(), next.root());
        assertThat(server.pushes.commit(caller, address, upload.id(), right).state())
                .isEqualTo(next.root());
    }

    @Test
    void a_commit_that_is_overtaken_while_its_pack_is_written_takes_the_pack_back() throws IOException {
        var first = project.now();
        server.push(caller, address, project, null, first, List.of(), directory);
        project.commit(MAIN, "a.txt", "Another.\n");
        var other = project.now();
        var file = project.write(directory.resolve("p"), other, Optional.of(first));
        var request = TransferServer.request(first.root(), other.root());
        var upload = begin(request, Files.readAllBytes(file));
        server.upload(caller, upload, file);
        project.commit(MAIN, "a.txt", "One.\n");
        var one = project.now();
        long before = packs();
        var watched = new Watching(
                store, () -> server.push(caller, address, project, first.root(), one, List.of(first), directory));

        assertThatThrownBy(() -> over(watched).pushes.commit(caller, address, upload.id(), request))
                .isInstanceOf(StateMoved.class);

        assertThat(watched.writes).isOne();
        assertThat(packs()).isEqualTo(before + 1);
        assertThat(server.fetch(caller, address, TransferServer.everything(), directory.resolve("f")))
                .exists();
    }

    @Test
    void of_two_commits_of_one_upload_at_once_one_records_its_pack_and_both_have_the_same_answer() throws IOException {
        var first = project.now();
        server.push(caller, address, project, null, first, List.of(), directory);
        project.commit(MAIN, "f.txt", "Next.\n");
        var next = project.now();
        var file = project.write(directory.resolve("p"), next, Optional.of(first));
        var request = TransferServer.request(first.root(), next.root());
        var upload = begin(request, Files.readAllBytes(file));
        server.upload(caller, upload, file);
        long before = packs();
        var answers = new ArrayList<Pushes.Pushed>();
        var watched =
                new Watching(store, () -> answers.add(server.pushes.commit(caller, address, upload.id(), request)));

        answers.add(over(watched).pushes.commit(caller, address, upload.id(), request));

        assertThat(answers).hasSize(2).containsOnly(answers.getFirst());
        assertThat(packs()).isEqualTo(before + 1);
    }

    @Test
    void an_upload_that_is_given_up_while_its_commit_is_under_way_is_not_pushed() throws IOException {
        var first = project.now();
        server.push(caller, address, project, null, first, List.of(), directory);
        project.commit(MAIN, "h.txt", "Next.\n");
        var next = project.now();
        var file = project.write(directory.resolve("p"), next, Optional.of(first));
        var request = TransferServer.request(first.root(), next.root());
        var upload = begin(request, Files.readAllBytes(file));
        server.upload(caller, upload, file);
        long before = packs();
        var watched = new Watching(store, () -> server.uploads.cancel(caller, upload.id()));

        refused(ErrorCode.UPLOAD_NOT_FOUND, () -> over(watched).pushes.commit(caller, address, upload.id(), request));

        assertThat(packs()).isEqualTo(before);
    }

    private static PushRequest publishing(PushRequest request, String version) {
        return new PushRequest(
                request.expected(), request.state(), request.create(), new PushRequest.NewVersion(version, null, null));
    }

    @Test
    void a_commit_that_is_made_again_acknowledges_only_what_is_there() {
        var first = project.now();
        var file = project.write(directory.resolve("p"), first, Optional.empty());
        var request = TransferServer.request(null, first.root());
        var upload = server.pushes
                .negotiate(caller, address, request, List.of(), file.toFile().length())
                .upload()
                .orElseThrow();
        server.upload(caller, upload, file);
        var pushed = server.pushes.commit(caller, address, upload.id(), publishing(request, "1.0.0"));

        assertThat(server.pushes.commit(caller, address, upload.id(), publishing(request, "1.0.0")))
                .isEqualTo(pushed);
        var elsewhere = new ProjectAddress(address.owner(), "elsewhere");
        refused(
                ErrorCode.UPLOAD_NOT_FOUND,
                () -> server.pushes.commit(caller, elsewhere, upload.id(), publishing(request, "1.0.0")));
        server.pushes.commit(caller, address, upload.id(), publishing(request, "7.7.7"));
        for (var version : List.of("1.0.0", "7.7.7")) {
            var wanted = new FetchRequest(version, null, List.of(), List.of());
            assertThat(server.fetches.fetch(caller, address, wanted).root()).isEqualTo(first.root());
        }
        project.commit(MAIN, "g.txt", "Next.\n");
        server.push(caller, address, project, first.root(), project.now(), List.of(first), directory);
        assertThatThrownBy(() -> server.pushes.commit(caller, address, upload.id(), publishing(request, "8.8.8")))
                .isInstanceOf(StateMoved.class);
        assertThat(server.pushes.commit(caller, address, upload.id(), publishing(request, "1.0.0")))
                .isEqualTo(pushed);
    }

    @Test
    void a_part_that_comes_while_its_upload_is_given_up_leaves_nothing() {
        var moment = project.now();
        var upload = begin(TransferServer.request(null, moment.root()), new byte[100]);
        var watched = new Watching(store, () -> server.uploads.cancel(caller, upload.id()));

        refused(ErrorCode.UPLOAD_NOT_FOUND, () -> over(watched).part(caller, upload, new byte[100], 0));

        assertThat(store.exists(upload.key(0))).isFalse();
    }

    /// Something, and zeros without end after it.
    private static final class Endless extends InputStream {
        private final byte[] beginning;
        private int count;

        Endless(byte[] beginning) {
            this.beginning = beginning;
        }

        @Override
        public int read() {
            return count < beginning.length ? beginning[count++] & 0xff : zero();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                into[i] = (byte) read();
            }
            return length;
        }

        private int zero() {
            count++;
            return 0;
        }
    }

    private void publishWhole(OptionalLong announced, InputStream content) {
        server.whole.take(caller, address, new PushVersionJson("1.0.0", null, null), null, announced, content);
    }

    @Test
    void what_does_not_begin_as_a_package_is_refused_by_its_first_bytes() {
        var junk = new Endless(new byte[0]);

        refused(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> publishWhole(OptionalLong.empty(), junk));

        assertThat(junk.count).isLessThan(1000);
    }

    @Test
    void a_package_whose_length_is_not_announced_ends_where_its_owner_has_no_more_room() throws IOException {
        jdbi.useHandle(
                handle -> handle.execute("UPDATE owners SET quota_bytes = ? WHERE name = ?", 1 << 20, address.owner()));
        var file = project.write(directory.resolve("p"), project.now(), Optional.empty());
        var endless = new Endless(Files.readAllBytes(file));

        assertThatThrownBy(() -> publishWhole(OptionalLong.empty(), endless)).isInstanceOf(QuotaExceeded.class);

        assertThat(endless.count).isBetween(1 << 20, 3 << 20);
        publishWhole(OptionalLong.empty(), Files.newInputStream(file));
    }

    /// Goes away while it is written to.
    private record FailingStore(ObjectStore whole) implements ObjectStore {
        @Override
        public java.util.Set<dev.templedb.storage.StorageCapability> capabilities() {
            return whole.capabilities();
        }

        @Override
        public void check() {
            whole.check();
        }

        @Override
        public Sha256 put(
                dev.templedb.storage.ObjectKey key,
                long length,
                @org.jspecify.annotations.Nullable Sha256 expected,
                InputStream content)
                throws IOException {
            content.readNBytes((int) length / 2);
            throw new TempleException(ErrorCode.STORAGE_UNAVAILABLE, "The storage went away.");
        }

        @Override
        public InputStream open(dev.templedb.storage.ObjectKey key, long offset, long length) {
            return whole.open(key, offset, length);
        }

        @Override
        public java.util.OptionalLong size(dev.templedb.storage.ObjectKey key) {
            return whole.size(key);
        }

        @Override
        public void delete(java.util.Collection<dev.templedb.storage.ObjectKey> keys) {
            whole.delete(keys);
        }

        @Override
        public java.util.stream.Stream<dev.templedb.storage.StoredObject> list(String folder) {
            return whole.list(folder);
        }

        @Override
        public long sweep(Instant olderThan) {
            return whole.sweep(olderThan);
        }

        @Override
        public void close() {}
    }
}
