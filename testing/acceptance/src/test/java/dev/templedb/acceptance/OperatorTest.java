package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever runs a registry: `cathedral admin` beside a server that works, and what a full disk does.
class OperatorTest {
    @TempDir
    private Path scratch;

    private Pusher.Packed packed;

    @Test
    void a_registry_is_saved_and_brought_back_while_it_works() throws Exception {
        packed = packed();
        var directory = scratch.resolve("data");
        var backup = scratch.resolve("backup").toString();
        try (var server = RunningServer.start(directory, Map.of("CATHEDRAL_HTTP_TRUSTED_PROXIES", "127.0.0.1"))) {
            assertThat(RunningServer.admin(
                            0, directory, "", "create-user", "grace", "--email", "grace@example.org", "--admin"))
                    .contains("Made the account grace.", server.address() + "/reset?token=");
            var ada = Pusher.register(server, "ada");
            pushed(ada, server, "ada/one");
            assertThat(RunningServer.admin(0, directory, "", "backup", backup)).contains("1 pack (");

            aFullDiskLosesNothing(ada, server);
            assertThat(RunningServer.admin(4, directory, "", "restore", backup)).contains("TDB-1520");
            RunningServer.admin(0, directory, "", "restore", backup, "--replace");

            assertThat(ada.fetch(server, "ada/one").statusCode()).isEqualTo(200);
            assertThat(ada.get(server, "/projects/ada/two").statusCode()).isEqualTo(404);
            pushed(ada.behind("203.0.113.7"), server, "ada/two");
            assertThat(RunningServer.admin(0, directory, "", "audit", "export"))
                    .containsPattern("server.restore.*\\n(.*\\n)*.*203\\.0\\.113\\.7");
        }
        comesBackElsewhere(backup);
    }

    private Pusher.Packed packed() throws Exception {
        var work = Files.createDirectories(scratch.resolve("work"));
        var said = new RealProgram(scratch.resolve("home")).must(work, """
                mkdir small && echo hello >small/file
                templedb project import small && templedb cathedral export small
                templedb cathedral verify small.cathedral
                """);
        return Pusher.Packed.of(work.resolve("small.cathedral"), said);
    }

    private void pushed(Pusher pusher, RunningServer server, String project) throws Exception {
        var answer = pusher.small(server, project, packed);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void aFullDiskLosesNothing(Pusher ada, RunningServer server) throws Exception {
        long pid = server.server().pid();
        Shell.run(scratch, "prlimit --pid %d --fsize=500:".formatted(pid));
        var refused = ada.small(server, "ada/two", packed);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
        assertThat(refused.body()).contains("TDB-1507");
        assertThat(ada.get(server, "/projects/ada/two").statusCode()).isEqualTo(404);
        assertThat(ada.fetch(server, "ada/one").statusCode()).isNotEqualTo(500);
        Shell.run(scratch, "prlimit --pid %d --fsize=unlimited:".formatted(pid));
        assertThat(ada.fetch(server, "ada/one").statusCode()).isEqualTo(200);
        pushed(ada, server, "ada/two");
    }

    private void comesBackElsewhere(String backup) throws Exception {
        var elsewhere = scratch.resolve("elsewhere");
        assertThat(RunningServer.admin(0, elsewhere, "", "restore", backup)).startsWith("Restored the registry");
        assertThat(RunningServer.admin(0, elsewhere, "", "audit", "verify")).startsWith("All entries");
    }
}
