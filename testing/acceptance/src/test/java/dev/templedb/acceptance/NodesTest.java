package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one PostgreSQL and one bucket work as one, and one of them, or the bucket, may go away.
@Tag("thorough")
class NodesTest {
    @TempDir
    private Path scratch;

    private Pusher.Packed large;
    private Pusher.Packed small;

    @Test
    void what_was_begun_on_one_server_goes_on_at_the_other_and_nothing_acknowledged_is_lost() throws Exception {
        packages();
        try (var bucket = bucket();
                var one = RunningServer.start(scratch.resolve("one"), settings(bucket))) {
            try (var other = RunningServer.start(scratch.resolve("other"), settings(bucket, one.database()))) {
                var ada = Pusher.register(one, "ada");
                sessionsCountOnBoth(one, other);
                RunningServer.admin(0, scratch.resolve("one"), "", "jobs", "--run", "sweep");
                uploadsGoOnAtTheOther(ada, one, other);
                var pushed = pushesGoOnAtTheOther(ada, one, other);
                jobsRunOnce();
                bucket.close();
                nothingIsPushedWithoutStorage(ada, other);
                assertThat(one.awaitEnd()).isEqualTo(137);
                comesBack(ada, pushed);
            }
        }
    }

    /// Made by the real program.
    private void packages() throws Exception {
        var program = new RealProgram(scratch.resolve("home"));
        var work = Files.createDirectories(scratch.resolve("work"));
        var said = program.must(work, """
                mkdir large small && head -c 9000000 /dev/urandom >large/file && echo hello >small/file
                for p in large small; do
                    templedb project import $p && templedb cathedral export $p && templedb cathedral verify $p.cathedral
                done
                """);
        var split = said.lastIndexOf("Package integrity verified.");
        large = Pusher.Packed.of(work.resolve("large.cathedral"), said.substring(0, split));
        small = Pusher.Packed.of(work.resolve("small.cathedral"), said.substring(split));
    }

    private S3Server bucket() throws IOException {
        var directory = Files.createDirectories(scratch.resolve("s3"));
        Files.createDirectories(directory.resolve("buckets/objects"));
        return S3Server.start(directory);
    }

    private static Map<String, String> settings(S3Server bucket) {
        return Map.of(
                "CATHEDRAL_STORAGE_KIND",
                "s3",
                "CATHEDRAL_STORAGE_ENDPOINT",
                bucket.endpoint().toString(),
                "CATHEDRAL_STORAGE_BUCKET",
                "objects",
                "CATHEDRAL_STORAGE_PATH_STYLE",
                "true",
                "CATHEDRAL_STORAGE_ACCESS_KEY_ID",
                S3Server.ACCESS_KEY_ID,
                "CATHEDRAL_STORAGE_SECRET_ACCESS_KEY",
                S3Server.SECRET_ACCESS_KEY);
    }

    private static Map<String, String> settings(S3Server bucket, String database) {
        var settings = new HashMap<>(settings(bucket));
        settings.put("CATHEDRAL_DATABASE_URL", database);
        return settings;
    }

    private static void sessionsCountOnBoth(RunningServer one, RunningServer other) throws Exception {
        var entered = Pusher.send(HttpRequest.newBuilder(URI.create(one.address() + "/api/v1/auth/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\": \"ada\", \"password\": \"correct horse battery\"}")));
        var cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        var seen = other.get("/api/v1/auth/user", "Cookie", cookie);
        assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
    }

    private void uploadsGoOnAtTheOther(Pusher ada, RunningServer one, RunningServer other) throws Exception {
        var upload = ada.begin(one, "ada/large", large);
        ada.part(one, upload, large, 0);
        ada.part(other, upload, large, 1);
        var done = ada.commit(other, "ada/large", upload, large);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(ada.get(one, "/projects/ada/large").statusCode()).isEqualTo(200);
    }

    /// Pushes one project after the other to one server, which is killed meanwhile; what was cut off is pushed to
    /// the
    /// other.
    ///
    /// @return what was acknowledged
    private List<String> pushesGoOnAtTheOther(Pusher ada, RunningServer one, RunningServer other) throws Exception {
        var begun = ada.begin(one, "ada/begun", large);
        ada.part(one, begun, large, 0);
        var pushed = new ArrayList<String>();
        var some = new CountDownLatch(5);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var pushing = executor.submit(() -> {
                for (int number = 0; ; number++) {
                    String project = "ada/small-" + number;
                    try {
                        assertThat(ada.small(one, project, small).statusCode()).isEqualTo(200);
                        pushed.add(project);
                        some.countDown();
                    } catch (IOException cut) {
                        return project;
                    }
                }
            });
            some.await();
            one.server().destroyForcibly();
            String cut = pushing.get(1, TimeUnit.MINUTES);
            var again = ada.small(other, cut, small);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
            pushed.add(cut);
        }
        ada.part(other, begun, large, 1);
        assertThat(ada.commit(other, "ada/begun", begun, large).statusCode()).isEqualTo(200);
        pushed.add("ada/begun");
        for (String project : pushed) {
            assertThat(ada.fetch(other, project).statusCode()).as(project).isEqualTo(200);
        }
        return pushed;
    }

    /// It was asked for at the beginning; both servers have looked since.
    private void jobsRunOnce() throws Exception {
        for (int attempt = 0; runs() == 0 && attempt < 400; attempt++) {
            Thread.sleep(50);
        }
        assertThat(runs()).isEqualTo(1);
    }

    private long runs() throws IOException {
        return (log("one") + log("other"))
                .lines()
                .filter(line -> line.contains("The job sweep took"))
                .count();
    }

    private String log(String server) throws IOException {
        return Files.readString(scratch.resolve(server + ".log"));
    }

    private void nothingIsPushedWithoutStorage(Pusher ada, RunningServer other) throws Exception {
        assertThat(other.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(other.get("/health/live").statusCode()).isEqualTo(200);
        var refused = ada.small(other, "ada/refused", small);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("TDB-1506");
        assertThat(ada.get(other, "/projects/ada/refused").statusCode()).isEqualTo(404);
        assertThat(ada.get(other, "/projects/ada/large").statusCode()).isEqualTo(200);
    }

    /// The server that was killed, on a bucket that is there again.
    private void comesBack(Pusher ada, List<String> pushed) throws Exception {
        try (var bucket = bucket();
                var one = RunningServer.start(scratch.resolve("one"), settings(bucket))) {
            for (String project : List.of(pushed.getFirst(), "ada/large", pushed.getLast())) {
                assertThat(ada.fetch(one, project).statusCode()).as(project).isEqualTo(200);
            }
            assertThat(ada.small(one, "ada/refused", small).statusCode()).isEqualTo(200);
        }
    }
}
