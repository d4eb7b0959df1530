package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.templedb.testkit.Shell;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb serve` as a process: what it says, what it answers, and how it comes back from everything.
class ServeTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @TempDir
    private Path scratch;

    @Test
    void a_server_starts_answers_stops_and_comes_back_after_every_kill() throws Exception {
        var directory = scratch.resolve("data");
        String firstLink;
        try (var collector = new TraceReceiver();
                var server = RunningServer.start(
                        directory,
                        Map.of(
                                "CATHEDRAL_HTTP_PUBLIC_URL",
                                "https://example.org/registry/",
                                "CATHEDRAL_LOG_ACCESS",
                                "json",
                                "CATHEDRAL_TRACES_ENDPOINT",
                                collector.address(),
                                "CATHEDRAL_TRACES_TOKEN",
                                TraceReceiver.TOKEN))) {
            healthIsGood(server);
            firstLink = oneTimeLink(directory, server);
            prefixOfAProxyIsTaken(server);
            gitFindsAProjectBehindThePrefix(server);
            requestsHaveIds(server);
            requestsAreTraced(server);
            metricsAreForThisMachine(server);
            secondServerIsRefused(directory);

            assertThat(stopWhileARequestIsUnderWay(server)).isEqualTo(143);

            assertThat(processesIn(directory)).isEmpty();
            assertThat(server.log()).doesNotContain(firstLink.substring(firstLink.indexOf('=') + 1));
            tracesAreWithTheCollector(collector, server);
        }
        try (var server = RunningServer.start(directory, Map.of())) {
            // Whose server is killed without warning, PostgreSQL goes on.
            var killed = server.server();
            killed.destroyForcibly();
            killed.onExit().get(1, TimeUnit.MINUTES);
            assertThat(server.awaitEnd()).isEqualTo(137);
            assertThat(processesIn(directory)).isNotEmpty();
        }
        var access = scratch.resolve("access.log");
        try (var server = RunningServer.start(
                directory, Map.of("CATHEDRAL_LOG_ACCESS", "text", "CATHEDRAL_LOG_ACCESS_FILE", access.toString()))) {
            healthIsGood(server);
            postgresThatIsKilledComesBack(directory, server);
            // Whoever started the server is killed: it has to notice.
            var left = server.server();
            server.parent().destroyForcibly();
            left.onExit().get(1, TimeUnit.MINUTES);
            assertThat(processesIn(directory)).isEmpty();
            assertThat(Files.readString(access))
                    .containsPattern(
                            "(?m)^\\S+Z [0-9a-f]{16} 127.0.0.1 - - GET /health/ready 200 0 [0-9]+ [0-9.]+ ms$");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access)))
                    .isEqualTo("rw-------");
            assertThat(server.log()).doesNotContain("/health/ready 200");
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

    private void gitFindsAProjectBehindThePrefix(RunningServer server) throws Exception {
        var ada = Pusher.register(server, "ada");
        var made = ada.post(server, "/projects", "{\"slug\": \"app\", \"visibility\": \"public\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"clone_url\":\"https://example.org/registry/ada/app.git\"");
        for (String version : List.of("0", "2")) {
            Shell.run(
                    scratch,
                    "git -c protocol.version=%s clone -q %s/registry/ada/app.git prefixed-%s 2>&1"
                            .formatted(version, server.address(), version));
        }
    }

    private static void requestsHaveIds(RunningServer server) throws Exception {
        var answer = server.get("/nowhere?token=s3cret", "X-Request-Id", "mine-1");
        assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine-1");
        assertThat(server.get("/nowhere").headers().firstValue("X-Request-Id")).isPresent();
        assertThat(server.log())
                .doesNotContain("s3cret")
                .containsPattern("\"request_id\":\"mine-1\",.*\"path\":\"/nowhere\",\"status\":404,");
    }

    private static void requestsAreTraced(RunningServer server) throws Exception {
        var ada = Pusher.register(server, "ada-s3cret");
        var project = "{\"slug\": \"plan-s3cret\", \"visibility\": \"private\"}";
        assertThat(ada.post(server, "/projects", project).statusCode()).isEqualTo(201);
        var traced = ada.request(server, "/projects/ada-s3cret/plan-s3cret?token=s3cret")
                .header("traceparent", "00-%s-%s-01".formatted(TRACE, PARENT));
        assertThat(Pusher.send(traced).statusCode()).isEqualTo(200);
    }

    /// The access log has names, the traces have none; neither has secrets.
    private static void tracesAreWithTheCollector(TraceReceiver collector, RunningServer server) throws Exception {
        assertThat(server.log())
                .containsPattern("\"trace_id\":\"" + TRACE + "\",\"address\":\"127.0.0.1\",\"user\":\"ada-s3cret\","
                        + "\"token_id\":\"[0-9a-f-]{36}\",\"method\":\"GET\","
                        + "\"route\":\"/api/v1/projects/\\{owner}/\\{project}\","
                        + "\"path\":\"/api/v1/projects/ada-s3cret/plan-s3cret\",\"status\":200,")
                .doesNotContain("tdb_", "=s3cret");
        var spans = collector.spans();
        assertThat(collector.text())
                .contains("service.name", "cathedral.request_id")
                .doesNotContain("s3cret", "tdb_", "/health", "example.org");
        var request = spans.stream()
                .filter(span ->
                        hex(span.getTraceId()).equals(TRACE) && span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .toList();
        assertThat(request).hasSize(1);
        assertThat(request.getFirst().getName()).isEqualTo("GET /api/v1/projects/{owner}/{project}");
        assertThat(hex(request.getFirst().getParentSpanId())).isEqualTo(PARENT);
        assertThat(spans)
                .filteredOn(
                        span -> span.getParentSpanId().equals(request.getFirst().getSpanId()))
                .isNotEmpty()
                .allMatch(span -> hex(span.getTraceId()).equals(TRACE))
                .allMatch(span ->
                        span.getName().equals("SELECT") || span.getName().equals("UPDATE"));
        assertThat(spans).anyMatch(span -> span.getName().equals("GET"));
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
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
