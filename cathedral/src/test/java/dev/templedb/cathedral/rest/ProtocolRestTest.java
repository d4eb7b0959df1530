package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProtocolRestTest {
    @Test
    void whoever_sends_headers_byte_by_byte_is_cut_off() throws IOException {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            int end = 0;
            for (int bytes = 0; end == 0 && bytes < 300; bytes++) {
                socket.getOutputStream().write('x');
                end = readOrZero(socket);
            }
            assertThat(end).isEqualTo(-1);
        }
    }

    private static int readOrZero(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketTimeoutException stillOpen) {
            return 0;
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void every_refusal_is_a_problem_document() {
        var ada = Api.newUser("ada").api();
        problem(Api.anonymous().get("/api/v1/nothing/here"), 404, "TDB-1403");
        problem(Api.anonymous().get("/nothing"), 404, "TDB-1403");
        problem(Api.anonymous().get("/"), 404, "TDB-1403");
        problem(Api.anonymous().delete("/api/v1/projects"), 405, "TDB-1404");
        problem(Api.anonymous().with("Accept", "text/csv").get("/api/v1/projects"), 406, "TDB-1405");
        problem(ada.with("Content-Type", "text/plain").post("/api/v1/projects", "{}"), 415, "TDB-1406");
        problem(ada.post("/api/v1/projects", "{"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", ""), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "null"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "[]"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "\"text\""), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "{\"slug\": {\"a\": 1}}"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "{\"slug\": \"x\", \"tags\": [1, {}]}"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "[".repeat(100_000)), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "{\"slug\": \"a b\"}"), 400, "TDB-1003");
        problem(ada.post("/api/v1/projects", "{\"slug\": \"a\", \"name\": \"x\\u0000\"}"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "{\"slug\": \"a\", \"name\": \"\\ud800\"}"), 400, "TDB-1402");
        problem(ada.post("/api/v1/projects", "{\"name\": \"" + "x".repeat(1 << 20) + "\"}"), 413, "TDB-1407");
        problem(
                Api.anonymous().post("/api/v1/auth/login", "{\"username\": \"" + "x".repeat(64 << 10) + "\"}"),
                413,
                "TDB-1407");
        problem(ada.delete("/api/v1/auth/tokens/not-an-id"), 404, "TDB-1403");
        problem(Api.anonymous().with("Authorization", "Bearer tdb_x").get("/api/v1/projects"), 401, "TDB-1412");
        problem(Api.anonymous().with("Authorization", "Basic !!!").get("/api/v1/projects"), 401, "TDB-1412");
        problem(Api.anonymous().with("Authorization", "x").get("/api/v1/projects"), 401, "TDB-1412");
        problem(Api.anonymous().get("/api/v1/users/%00"), 404, "TDB-1422");
        problem(Api.anonymous().get("/api/v1/users/" + "x".repeat(3000)), 404, "TDB-1422");
        problem(Api.anonymous().get("/api/v1/projects/a%2Fb/c"), 404, "TDB-1424");
        problem(Api.anonymous().get("/api/v1/projects/..%2F../x"), 404, "TDB-1424");
        problem(Api.anonymous().get("/api/v1/projects?limit=many"), 400, "TDB-1402");
    }

    private static void problem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception", "at dev.", "jackson", "\n\tat");
    }

    @Test
    void what_is_not_even_a_request_gets_a_short_answer_and_the_server_goes_on() throws IOException {
        for (String request : List.of(
                "GET / HTTP/9.9\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET /api/v1/projects HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v1/users/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /api/v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n")) {
            String answer = raw(request);
            assertThat(answer).matches("(?s)HTTP/[0-9.]+ 4[0-9][0-9] .*").doesNotContain("Exception", "\tat ");
        }
        assertThat(Api.anonymous().get("/api/v1/projects").status()).isEqualTo(200);
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = new byte[2000];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void json_has_a_limit_in_whatever_way_it_comes() throws Exception {
        String large = "{\"username\": \"" + "x".repeat(1 << 20) + "\"}";
        String length = "A JSON document comes with its Content-Length.";
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            for (var type : List.of(Optional.of("application/json"), Optional.<String>empty())) {
                assertThat(http2(client, type, true, "{}")).startsWith("400 ").contains("username is missing");
                assertThat(http2(client, type, true, large)).startsWith("413 ").contains("has 1 MiB at most");
                assertThat(http2(client, type, false, "{}")).startsWith("413 ").contains(length);
                assertThat(http2(client, type, false, large)).startsWith("413 ").contains(length);
                assertThat(http2(client, type, false, "")).startsWith("400 ").contains("needs a body");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    /// Signs in over HTTP/2, where a body may come without its length.
    private static String http2(HttpClient client, Optional<String> type, boolean hasLength, String body)
            throws Exception {
        return client.request(HttpMethod.POST, RestAssured.port, "127.0.0.1", "/api/v1/auth/login")
                .compose(request -> {
                    type.ifPresent(named -> request.putHeader("Content-Type", named));
                    if (body.isEmpty()) {
                        return request.send();
                    }
                    if (hasLength) {
                        request.putHeader("Content-Length", String.valueOf(body.length()));
                    } else {
                        request.setChunked(true);
                    }
                    request.end(body);
                    return request.response();
                })
                .compose(answer -> answer.body().map(text -> answer.statusCode() + " " + text))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_request_that_comes_twice_with_its_key_is_done_once() {
        var ada = Api.newUser("ada");
        var keyed = ada.api().with("Idempotency-Key", "push-1");

        var first = keyed.post("/api/v1/projects", Map.of("slug", "once"));
        var second = keyed.post("/api/v1/projects", Map.of("slug", "once"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(keyed.post("/api/v1/projects", Map.of("slug", "other")).code())
                .isEqualTo("TDB-1409");
        assertThat(Api.newUser("bob")
                        .api()
                        .with("Idempotency-Key", "push-1")
                        .post("/api/v1/projects", Map.of("slug", "once"))
                        .status())
                .isEqualTo(201);
        var refused = ada.api().with("Idempotency-Key", "push-2").post("/api/v1/projects", Map.of("slug", "once"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(ada.api()
                        .with("Idempotency-Key", "push-2")
                        .post("/api/v1/projects", Map.of("slug", "once"))
                        .text())
                .isEqualTo(refused.text());
    }

    @Test
    void git_may_send_a_token_as_a_password() {
        var ada = Api.newUser("ada");
        ada.project("cloned", "private");
        String basic = java.util.Base64.getEncoder()
                .encodeToString(("anything:" + ada.token()).getBytes(StandardCharsets.UTF_8));

        assertThat(Api.anonymous()
                        .with("Authorization", "Basic " + basic)
                        .get("/api/v1/projects/" + ada.name() + "/cloned")
                        .status())
                .isEqualTo(200);
    }
}
