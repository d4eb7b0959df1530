package dev.templedb.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client against servers that behave, and servers that do not.
class ApiClientTest {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private HttpServer elsewhere;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        server = started();
        elsewhere = started();
        client = new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Optional.of("s3cret"),
                "test/1",
                ProxySelector.of(null));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        elsewhere.stop(0);
    }

    private static HttpServer started() throws IOException {
        var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.start();
        return made;
    }

    private interface Behaviour {
        void answer(HttpExchange exchange, int times) throws IOException;
    }

    private void on(HttpServer where, String path, Behaviour behaviour) {
        where.createContext("/api/v1" + path, exchange -> {
            asked.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            try (exchange) {
                behaviour.answer(exchange, (int)
                        asked.stream().filter(one -> one.startsWith(path + " ")).count());
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Request get(String path) {
        return Request.get(path, Map.of());
    }

    private TempleException refusal(Request request) {
        return Objects.requireNonNull(
                catchThrowableOfType(TempleException.class, () -> client.tree(request)), "it was refused");
    }

    @Test
    void reads_what_a_server_answers() {
        on(server, "/thing", (exchange, times) -> send(exchange, 200, "{\"some_name\":\"value\",\"more\":[1]}"));
        assertThat(client.tree(get("/thing")).path("some_name").asString()).isEqualTo("value");
        assertThat(asked).containsExactly("/thing Bearer s3cret");
    }

    @Test
    void turns_a_problem_document_into_the_error_that_it_names() {
        on(
                server,
                "/thing",
                (exchange, times) -> send(
                        exchange,
                        404,
                        "{\"code\":\"TDB-1424\",\"detail\":\"There is no project a/b.\\u001b[31m\",\"details\":{\"state\":\"x\"}}"));
        var refused = refusal(get("/thing"));
        assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_PROJECT_NOT_FOUND);
        assertThat(refused).hasMessageStartingWith("There is no project a/b.").hasMessageNotContaining("\u001b");
        assertThat(((ApiAnswer) refused.getCause()).detail("state")).contains("x");
    }

    @Test
    void says_so_when_a_refusal_is_no_problem_document() {
        on(server, "/thing", (exchange, times) -> send(exchange, 418, "<html>"));
        assertThat(refusal(get("/thing")).code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
        on(server, "/other", (exchange, times) -> send(exchange, 401, ""));
        assertThat(refusal(get("/other")).code()).isEqualTo(ErrorCode.LOGIN_REQUIRED);
    }

    @Test
    void waits_as_long_as_the_server_asks_for_and_leaves_a_long_wait_to_the_person() {
        on(server, "/soon", (exchange, times) -> {
            exchange.getResponseHeaders().add("Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT");
            send(exchange, times == 1 ? 503 : 200, "true");
        });
        assertThat(client.tree(get("/soon")).asBoolean()).isTrue();
        on(server, "/later", (exchange, times) -> {
            exchange.getResponseHeaders().add("Retry-After", "3600");
            send(exchange, 429, "");
        });
        refusal(get("/later"));
        assertThat(asked).containsExactly("/soon Bearer s3cret", "/soon Bearer s3cret", "/later Bearer s3cret");
    }

    @Test
    void sends_once_what_would_do_harm_twice() {
        on(server, "/push", (exchange, times) -> send(exchange, 503, ""));
        assertThat(catchThrowableOfType(
                        TempleException.class,
                        () -> client.put(Request.of("POST", "/push", null), "text/plain", new byte[1])))
                .isNotNull();
        assertThat(asked).containsExactly("/push Bearer s3cret");
    }

    @Test
    void follows_a_redirect_on_the_same_server() {
        on(server, "/old", (exchange, times) -> {
            exchange.getResponseHeaders().add("Location", "/api/v1/new");
            send(exchange, 308, "");
        });
        on(server, "/new", (exchange, times) -> send(exchange, 200, "true"));
        assertThat(client.tree(get("/old")).asBoolean()).isTrue();
    }

    @Test
    void gives_its_token_to_no_other_server() {
        on(elsewhere, "/new", (exchange, times) -> send(exchange, 200, "true"));
        on(server, "/old", (exchange, times) -> {
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/api/v1/new");
            send(exchange, 302, "");
        });
        assertThat(refusal(get("/old")).code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
        assertThat(asked).containsExactly("/old Bearer s3cret");
    }

    @Test
    void stops_following_redirects_that_lead_in_a_circle() {
        on(server, "/round", (exchange, times) -> {
            exchange.getResponseHeaders().add("Location", "/api/v1/round");
            send(exchange, 307, "");
        });
        assertThat(refusal(get("/round")).code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
        assertThat(asked).hasSizeLessThan(10);
    }

    @Test
    void asks_again_when_the_server_is_busy_but_only_where_that_does_no_harm() {
        Behaviour busyOnce = (exchange, times) -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            send(exchange, times == 1 ? 503 : 200, times == 1 ? "" : "true");
        };
        on(server, "/read", busyOnce);
        on(server, "/write", busyOnce);
        assertThat(client.tree(get("/read")).asBoolean()).isTrue();
        assertThat(refusal(Request.of("POST", "/write", Map.of())).code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
        assertThat(asked).filteredOn(one -> one.startsWith("/write")).hasSize(1);
    }

    @Test
    void takes_no_more_bytes_than_it_was_told_to() {
        on(server, "/large", (exchange, times) -> send(exchange, 200, "x".repeat(100_000)));
        var refused = catchThrowableOfType(TempleException.class, () -> client.bytes(get("/large"), 1000));
        assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
        assertThat(client.bytes(get("/large"), 100_000)).hasSize(100_000);
    }

    @Test
    void refuses_json_that_is_too_deep_or_none_at_all() {
        on(server, "/deep", (exchange, times) -> send(exchange, 200, "[".repeat(100_000)));
        on(server, "/none", (exchange, times) -> send(exchange, 200, "<html>"));
        assertThat(refusal(get("/deep")).code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
        assertThat(refusal(get("/none")).code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
    }

    @Test
    void says_that_nobody_answers() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);
        try (var alone = new ApiClient(
                URI.create("http://127.0.0.1:" + port), Optional.empty(), "test/1", ProxySelector.of(null))) {
            var refused = catchThrowableOfType(
                    TempleException.class, () -> alone.tree(Request.of("POST", "/thing", Map.of())));
            assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_UNREACHABLE);
            assertThat(refused).hasMessageNotContaining("s3cret");
        }
    }
}
