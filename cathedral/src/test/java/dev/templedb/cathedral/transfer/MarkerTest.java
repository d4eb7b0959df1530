package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.storage.InMemoryObjectStore;
import dev.templedb.storage.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Decision 5 of the architecture: a marker that a reader may not have, or no longer, is in nothing that is sent.
class MarkerTest {
    private static final String MARKER = "The-Marker-That-Nobody-May-See";
    private static final String MAIN = "refs/heads/main";

    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static Jdbi jdbi;

    private static final ObjectStore STORE = new InMemoryObjectStore(Clock.systemUTC());

    @TempDir
    Path directory;

    private TransferServer server;
    private Caller caller;
    private ProjectAddress address;
    private MovingProject project;
    private final List<MovingProject.Moment> moments = new ArrayList<>();

    @BeforeAll
    static void connect() {
        jdbi = OneConnection.to(DATABASE);
    }

    @BeforeEach
    void server() throws IOException {
        var name = "user-" + UUID.randomUUID();
        caller = People.signedIn(new People(jdbi).user(name));
        address = new ProjectAddress(name, "marked");
        project = new MovingProject("marked", 1);
        project.commit(MAIN, "seen.txt", "Everybody may see this.\n");
        server = new TransferServer(
                jdbi, STORE, Files.createDirectories(directory.resolve("scratch")), Clock.systemUTC());
    }

    private void push(String version) {
        var moment = project.now();
        var expected = moments.isEmpty() ? null : moments.getLast().root();
        server.push(caller, address, project, expected, moment, moments, directory);
        moments.add(moment);
        if (!version.isEmpty()) {
            server.pushes.commit(
                    caller,
                    address,
                    null,
                    new PushRequest(
                            java.util.Optional.of(moment.root()),
                            moment.root(),
                            null,
                            new PushRequest.NewVersion(version, null, null)));
        }
    }

    /// Everything that the server sends: a whole package, since every moment, by commits, and every frame of every
    /// pack that can be asked for.
    private void requireGone() {
        var now = moments.getLast();
        requireClean(server.fetch(caller, address, TransferServer.everything(), directory.resolve("fetched")));
        for (var moment : moments) {
            if (!moment.root().equals(now.root())) {
                requireClean(server.fetch(
                        caller, address, TransferServer.since(List.of(moment.root())), directory.resolve("fetched")));
            }
        }
        requireClean(server.fetch(
                caller,
                address,
                new FetchRequest(null, null, List.of(), List.of(project.tip(MAIN))),
                directory.resolve("fetched")));
        requirePacksClean();
    }

    /// Asks for every frame of every pack of the project.
    private void requirePacksClean() {
        var store = server.store();
        var indexes = new PackIndexes(store, 1 << 20);
        var states = new PostgresStateStore();
        int[] asked = new int[1];
        for (var moment : moments) {
            var packs = jdbi.withHandle(handle -> {
                var id = handle.createQuery(
                                "SELECT p.id FROM projects p JOIN owners o ON o.id = p.owner_id WHERE o.name = :owner")
                        .bind("owner", address.owner())
                        .mapTo(UUID.class)
                        .one();
                return states.members(handle, id, moment.root());
            });
            for (var pack : packs.packs().keySet()) {
                var index = indexes.of(pack);
                for (int frame = 0; frame < index.frameCount(); frame++) {
                    requireClean(pack, index, frame, asked);
                }
            }
        }
        assertThat(asked[0]).as("frames that were asked for").isPositive();
    }

    private void requireClean(Pack pack, PackIndex index, int frame, int[] asked) {
        var entry = index.frame(frame);
        asked[0]++;
        try (var reader = new FrameReader();
                var in = server.fetches.open(server.fetches.range(
                        caller, address, pack.id(), index.offset(frame), entry.compressedBytes()))) {
            var raw = reader.decompress(new dev.templedb.packages.frames.Frame(entry.layout(), in.readAllBytes()));
            assertThat(text(raw)).doesNotContain(MARKER);
        } catch (TempleException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.PACK_NOT_FOUND);
        } catch (IOException | MalformedFrame failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void requireClean(Path file) {
        assertThat(holds(file)).isFalse();
        try (var opened = open(file)) {
            PackageChecker.verify(opened, 1, Progress.NONE);
            assertThat(opened.state().root()).isEqualTo(moments.getLast().root());
        }
    }

    /// Whether the marker is in the package, or in what its frames decompress to.
    private boolean holds(Path file) {
        try (var opened = open(file);
                var reader = new FrameReader()) {
            var found = new boolean[] {text(Files.readAllBytes(file)).contains(MARKER)};
            opened.frames(frame -> {
                try {
                    found[0] |= text(reader.decompress(frame)).contains(MARKER);
                } catch (MalformedFrame wrong) {
                    throw new IllegalStateException(wrong);
                }
            });
            return found[0];
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private PackageFileReader open(Path file) {
        return PackageFileReader.open(file, OpenOptions.strict(directory.resolve("opened"), Progress.NONE));
    }

    private void requireThere() {
        assertThat(holds(server.fetch(caller, address, TransferServer.everything(), directory.resolve("fetched"))))
                .isTrue();
    }

    @Test
    void a_deleted_branch_is_not_sent_any_more() {
        push("");
        project.commit("refs/heads/secret", "secret.txt", MARKER);
        project.commit(MAIN, "more.txt", "In the same push.\n");
        push("");
        requireThere();

        project.deleteBranch("refs/heads/secret");
        push("");

        requireGone();
        server.collector.repack(false);
        requireGone();
    }

    @Test
    void history_that_was_rewritten_is_not_sent_any_more() {
        project.commit(MAIN, "secret.txt", MARKER);
        push("");
        project.commit(MAIN, "secret.txt", "Nothing.\n");
        push("");
        requireThere();

        project.rewrite(MAIN);
        push("");

        requireGone();
    }

    @Test
    void a_document_that_went_is_not_sent_any_more() {
        project.document("notes.md", MARKER);
        push("");
        requireThere();

        project.removeDocument("notes.md");
        push("");

        requireGone();
    }

    @Test
    void a_version_keeps_what_it_holds_until_it_is_deleted() {
        project.commit("refs/heads/secret", "secret.txt", MARKER);
        push("1.0.0");
        project.deleteBranch("refs/heads/secret");
        push("");

        var version = new FetchRequest("1.0.0", null, List.of(), List.of());
        assertThat(holds(server.fetch(caller, address, version, directory.resolve("version"))))
                .isTrue();
        requireClean(server.fetch(caller, address, TransferServer.everything(), directory.resolve("fetched")));

        jdbi.useHandle(handle -> handle.execute("UPDATE project_versions SET deleted_at = now()"));

        requireGone();
        assertThatThrownBy(() -> server.fetches.fetch(caller, address, version))
                .hasMessageContaining("has no version 1.0.0");
        assertThatThrownBy(() -> server.fetches.fetch(
                        caller,
                        address,
                        new FetchRequest(null, moments.getFirst().root(), List.of(), List.of())))
                .hasMessageContaining("not at such a state");
    }

    @Test
    void another_project_gives_nothing_to_who_only_knows_its_hashes() {
        project.commit(MAIN, "secret.txt", MARKER);
        push("");
        var stranger = new ProjectAddress(address.owner(), "stranger");
        var other = new MovingProject("marked", 1);
        other.commit(MAIN, "seen.txt", "Everybody may see this.\n");
        var first = other.now();
        server.push(caller, stranger, other, null, first, List.of(), directory);

        // The increment says that it builds on the state of the other project, and holds only what is new since.
        project.commit(MAIN, "next.txt", "New.\n");
        var moment = project.now();
        var file = project.write(directory.resolve("forged"), moment, java.util.Optional.of(moments.getFirst()));
        var request = TransferServer.request(first.root(), moment.root());

        assertThatThrownBy(() -> server.pushes.push(caller, stranger, request, file))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BASE_MISSING));
        var pack = jdbi.withHandle(handle -> handle.createQuery("SELECT pack_id FROM state_packs WHERE root = :root")
                .bind("root", moments.getFirst().root().hex())
                .mapTo(UUID.class)
                .first());
        assertThatThrownBy(() -> server.fetches.range(caller, stranger, pack, 0, 10))
                .hasMessageContaining("There is no such pack");
    }
}
