package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.storage.InMemoryObjectStore;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real temple takes what the server gives out, and comes to the same content root every time.
class TempleImportTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @TempDir
    Path directory;

    /// Its projects move on, lose branches and are rewritten.
    @Test
    void a_temple_follows_a_project() throws IOException {
        follow(2, 6);
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6, 7, 8, 9, 10})
    void a_temple_follows_many_projects(long seed) throws IOException {
        follow(seed, 20);
    }

    private void follow(long seed, int pushes) throws IOException {
        var jdbi = OneConnection.to(DATABASE);
        var name = "follower-" + seed;
        Caller caller = People.signedIn(new People(jdbi).user(name));
        var server = new TransferServer(
                jdbi,
                new InMemoryObjectStore(Clock.systemUTC()),
                Files.createDirectories(directory.resolve("scratch")),
                Clock.systemUTC());
        var address = new ProjectAddress(name, "followed");
        var project = new MovingProject("followed", seed);
        var random = new Random(seed);
        var moments = new ArrayList<MovingProject.Moment>();
        Optional<Sha256> has = Optional.empty();
        try (var temple = Temple.open(directory.resolve("temple.sqlite"), Clock.systemUTC(), "test")) {
            for (int push = 0; push < pushes; push++) {
                for (int step = random.nextInt(4); step >= 0; step--) {
                    project.step();
                }
                var moment = project.now();
                var expected = moments.isEmpty() ? null : moments.getLast().root();
                server.push(caller, address, project, expected, moment, moments, directory);
                moments.add(moment);
                if (random.nextInt(3) > 0) {
                    var file = server.fetch(
                            caller,
                            address,
                            TransferServer.since(has.stream().toList()),
                            directory.resolve("fetched.cathedral"));
                    new PackageImport(temple)
                            .run(
                                    new PackageImportRequest(
                                            file, Optional.empty(), true, false, false, directory.resolve("scratch")),
                                    Progress.NONE);
                    has = Optional.of(moment.root());
                    assertThat(new PackageExport(temple).state("followed").root())
                            .isEqualTo(moment.root());
                }
            }
        }
        assertThat(has).isPresent();
    }
}
