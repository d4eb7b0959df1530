package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb serve` as a process: what it says, what it answers, and how it comes back from everything.
class ServeTest {
    @TempDir
    private Path scratch;

    @Test
    void a_server_starts_answers_stops_and_comes_back_after_every_kill() throws Exception {
        var directory = scratch.resolve("data");
        String firstLink;
        try (var server = RunningServer.start(
                directory,
                Map.of(
                        "CATHEDRAL_HTTP_PUBLIC_URL",
                        "https://example.org/registry",
                        "CATHEDRAL_LOG_REQUESTS",
                        "true"))) {
            healthIsGood(server);
            firstLink = oneTimeLink(directory, server);
            prefixOfAProxyIsTaken(server);
            requestsHaveIds(server);
            metricsAreForThisMachine(server);
            secondServerIsRefused(directory);

            assertThat(stopWhileARequestIsUnderWay(server)).isEqualTo(143);

            assertThat(processesIn(directory)).isEmpty();
            assertThat(server.log()).doesNotContain(firstLink.substring(firstLink.indexOf('=') + 1));
        }
        try (var server = RunningServer.start(directory, Map.of())) {
            // Whose server is killed without warning, PostgreSQL goes on.
            var killed = server.server();
            killed.destroyForcibly();
            killed.onExit().get(1, TimeUnit.MINUTES);
            assertThat(server.awaitEnd()).isEqualTo(137);
            assertThat(processesIn(directory)).isNotEmpty();
        }
        try (var server = RunningServer.start(directory, Map.of())) {
            healthIsGood(server);
            postgresThatIsKilledComesBack(directory, server);
            // Whoever started the server is killed: it has to notice.
            var left = server.server();
            server.parent().destroyForcibly();
            left.onExit().get(1, TimeUnit.MINUTES);
            assertThat(processesIn(directory)).isEmpty();
        }
    }

    /// Tells the server to stop while a client has not sent all of its request: until it has, the server is alive
    /// and
    /// not ready.
    private static int stopWhileARequestIsUnderWay(RunningServer server) throws Exception {
        var address = URI.create(server.address());
        try (var slow = new Socket(address.getHost(), address.getPort())) {
            slow.getOutputStream().write("""
                    POST /api/v1/auth/login HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 2\r
                    Connection: close\r
                    \r
                    {""".getBytes(StandardCharsets.UTF_8));
            slow.getOutputStream().flush();
            server.server().destroy();
            int ready = 200;
            for (int attempt = 0; ready == 200 && attempt < 600; attempt++) {
                Thread.sleep(50);
                ready = server.get("/health/ready").statusCode();
            }
            assertThat(ready).isEqualTo(503);
            slow.getOutputStream().write('}');
            slow.getOutputStream().flush();
            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 4");
        }
        return server.awaitEnd();
    }

    private static void healthIsGood(RunningServer server) throws Exception {
        var health = server.get("/health/ready");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"UP\"");
    }

    private static String oneTimeLink(Path directory, RunningServer server) throws IOException {
        var file = directory.resolve("admin-link");
        String link = Files.readString(file).strip();
        assertThat(link).startsWith("https://example.org/registry/setup?token=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        // Standard output may be a log that others read.
        assertThat(server.said()).contains(file.toString()).doesNotContain(link);
        return link;
    }

    private static void prefixOfAProxyIsTaken(RunningServer server) throws Exception {
        assertThat(server.get("/registry/health/live?a=b").statusCode()).isEqualTo(200);
        assertThat(server.get("/registryhealth/live").statusCode()).isEqualTo(404);
    }

    private static void requestsHaveIds(RunningServer server) throws Exception {
        var answer = server.get("/nowhere?token=s3cret", "X-Request-Id", "mine-1");
        assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine-1");
        assertThat(server.get("/nowhere").headers().firstValue("X-Request-Id")).isPresent();
        assertThat(server.log())
                .doesNotContain("s3cret")
                .containsPattern("GET /nowhere answered 404.*\"request_id\":\"mine-1\"");
    }

    private static void metricsAreForThisMachine(RunningServer server) throws Exception {
        assertThat(server.get("/metrics").body()).contains("http_server_");
        assertThat(server.get("/metrics", "X-Forwarded-For", "203.0.113.1").statusCode())
                .isEqualTo(404);
    }

    private static void secondServerIsRefused(Path directory) throws Exception {
        refused(directory, "", 4, "TDB-1501", "Another server is running");
    }

    @Test
    void what_keeps_a_server_from_starting_is_named() throws Exception {
        var directory = scratch.resolve("data");
        refused(
                directory,
                "export CATHEDRAL_DATABASE_URL=postgresql://ada:hunter2@127.0.0.1:1/registry;",
                6,
                "TDB-1514",
                "127.0.0.1:1 refused");
        refused(directory, "export CATHEDRAL_HTTP_TLS_KEY=key.pem;", 2, "TDB-1513", "http.tls-certificate");
        // Root of a namespace that may not make another one.
        refused(
                directory,
                "exec unshare --user --map-root-user bash -c \"echo 0 >/proc/sys/user/max_user_namespaces; $2\";",
                5,
                "TDB-1504",
                "user namespaces are forbidden");
        assertThat(directory.resolve("postgres/data")).doesNotExist();
    }

    private static void refused(Path directory, String before, int code, String error, String sentence)
            throws Exception {
        String serve = "'%s' serve --port 0 --data-dir '%s'"
                .formatted(RealProgram.root().resolve("templedb"), directory);
        var server = new ProcessBuilder("bash", "-c", before + serve, "bash", "", serve)
                .redirectErrorStream(true)
                .start();
        var said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(server.waitFor()).as(said).isEqualTo(code);
        assertThat(said).contains(error, sentence).doesNotContain("hunter2", "Exception");
    }

    private static void postgresThatIsKilledComesBack(Path directory, RunningServer server) throws Exception {
        var postgres = Files.readAllLines(directory.resolve("postgres/data/postmaster.pid"));
        ProcessHandle.of(Long.parseLong(postgres.getFirst().strip()))
                .orElseThrow()
                .destroyForcibly();
        int status = 0;
        for (int attempt = 0; status != 200 && attempt < 600; attempt++) {
            Thread.sleep(50);
            boolean isNew = Files.exists(directory.resolve("postgres/data/postmaster.pid"))
                    && !Files.readAllLines(directory.resolve("postgres/data/postmaster.pid"))
                            .getFirst()
                            .equals(postgres.getFirst());
            status = isNew ? server.get("/health/ready").statusCode() : 0;
        }
        assertThat(status).as(server.log()).isEqualTo(200);
    }

    /// The processes of PostgreSQL that work on the data directory.
    private static List<Path> processesIn(Path directory) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> worksIn(process, directory))
                    .toList();
        }
    }

    private static boolean worksIn(Path process, Path directory) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(directory.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }
}
