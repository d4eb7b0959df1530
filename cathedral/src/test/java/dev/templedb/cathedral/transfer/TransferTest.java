package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.Progress;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.storage.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static Jdbi jdbi;

    private static UUID ada;

    @TempDir
    Path directory;

    private TransferServer server;
    private Caller caller;

    @BeforeAll
    static void people() {
        jdbi = OneConnection.to(DATABASE);
        ada = new People(jdbi).user("ada");
    }

    @BeforeEach
    void server() throws IOException {
        var store = FileObjectStore.open(directory.resolve("store"));
        server = new TransferServer(
                jdbi, store, Files.createDirectories(directory.resolve("scratch")), Clock.systemUTC());
        caller = People.signedIn(ada);
    }

    @Test
    void a_first_push_makes_the_project_and_is_given_out_byte_for_byte() throws IOException {
        var address = new ProjectAddress("ada", "first");
        var project = new MovingProject("first", 1);
        project.document("notes.md", "Notes\n");
        project.commit("refs/heads/main", "big.bin", random(5 << 20));
        var moment = project.now();

        var pushed = server.push(caller, address, project, null, moment, List.of(), directory);

        assertThat(pushed.state()).isEqualTo(moment.root());
        var fetched = server.fetch(caller, address, TransferServer.everything(), directory.resolve("fetched"));
        assertThat(fetched).hasSameBinaryContentAs(directory.resolve("push.cathedral"));
        assertThatThrownBy(() -> server.fetches.fetch(People.anonymous(), address, TransferServer.everything()))
                .hasMessageContaining("There is no project ada/first");
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void whatever_was_pushed_in_steps_is_fetched_from_any_moment(long seed) throws IOException {
        var address = new ProjectAddress("ada", "random-" + seed);
        var project = new MovingProject("random-" + seed, seed);
        var random = new Random(seed);
        var moments = new ArrayList<MovingProject.Moment>();
        for (int push = 0; push < 7; push++) {
            for (int step = random.nextInt(5); step >= 0; step--) {
                project.step();
            }
            var moment = project.now();
            var expected = moments.isEmpty() ? null : moments.getLast().root();
            var known = random.nextInt(4) == 0 ? List.<MovingProject.Moment>of() : moments;
            server.push(caller, address, project, expected, moment, known, directory);
            moments.add(moment);

            var whole = server.fetch(caller, address, TransferServer.everything(), directory.resolve("whole"));
            verify(whole, moment);
            assertThat(server.fetch(caller, address, TransferServer.everything(), directory.resolve("again")))
                    .hasSameBinaryContentAs(whole);
            var has = moments.get(random.nextInt(moments.size()));
            if (!has.root().equals(moment.root())) {
                requireComplete(
                        has,
                        moment,
                        server.fetch(
                                caller,
                                address,
                                TransferServer.since(List.of(has.root())),
                                directory.resolve("increment")));
                requireComplete(
                        has,
                        moment,
                        server.fetch(
                                caller,
                                address,
                                new FetchRequest(null, null, List.of(), commits(has)),
                                directory.resolve("by-commits")));
            }
        }
    }

    private static List<dev.templedb.core.GitId> commits(MovingProject.Moment moment) {
        return moment.state().refs().entrySet().stream()
                .filter(ref -> ref.getKey().startsWith("refs/heads/"))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }

    private void verify(Path file, MovingProject.Moment moment) {
        try (var opened = open(file)) {
            PackageChecker.verify(opened, 1, Progress.NONE);
            assertThat(opened.state().root()).isEqualTo(moment.root());
        }
    }

    /// The package verifies, holds what `has` lacks, and nothing that the new state does not reach.
    private void requireComplete(MovingProject.Moment has, MovingProject.Moment now, Path file) {
        try (var opened = open(file);
                var reader = new FrameReader()) {
            PackageChecker.verify(opened, 1, Progress.NONE);
            assertThat(opened.state().root()).isEqualTo(now.root());
            var got = new ArrayList<dev.templedb.core.GitId>();
            opened.frames(frame -> {
                try {
                    var inside = reader.open(frame);
                    for (int i = 0; i < inside.count(); i++) {
                        if (inside.kind(i) != dev.templedb.packages.objects.ObjectKind.PIECE) {
                            got.add(inside.gitId(i));
                        }
                    }
                } catch (dev.templedb.packages.frames.MalformedFrame wrong) {
                    throw new IllegalStateException(wrong);
                }
            });
            var all = new java.util.HashSet<>(has.objects());
            all.addAll(got);
            assertThat(all).containsAll(now.objects());
            assertThat(now.objects()).containsAll(got);
        }
    }

    private PackageFileReader open(Path file) {
        return PackageFileReader.open(file, OpenOptions.strict(directory.resolve("opened"), Progress.NONE));
    }
}
