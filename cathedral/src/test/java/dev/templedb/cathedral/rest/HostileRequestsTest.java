package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Contract;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sends what nobody should send to every operation of the contract. Whatever comes is refused with a problem document,
/// or does no harm; it is never the server that fails.
@QuarkusTest
class HostileRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NO_OBJECTS = List.of(
            "",
            " ",
            "{",
            "}",
            "null",
            "[]",
            "1",
            "\"text\"",
            "tru",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1}}x",
            "\uFEFF",
            "{\"\\ud800\":1}x",
            "[".repeat(5000),
            "{\"a\":".repeat(5000),
            "<xml/>",
            "a=b&c=d",
            "\u0000\u0001\u0002");

    private static final List<Object> STRANGE = List.of(
            "",
            "\u0000",
            "\ud800",
            "x".repeat(70_000),
            "'; DROP TABLE users; --",
            "a\r\nSet-Cookie: x=y",
            -1,
            Long.MAX_VALUE,
            1e308,
            true,
            List.of(),
            List.of(List.of(Map.of())),
            Map.of("a", Map.of("b", 1)),
            java.util.Arrays.asList((Object) null));

    private static final List<String> NAMES = List.of(
            "%00",
            "%0d%0aX-Injected:%20yes",
            "a%2F..%2Fb",
            "%ff%fe",
            "'%20OR%20'1'='1",
            "%F0%9F%92%A9",
            "-",
            "latest",
            "*",
            "a;b=c",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(200));

    private static final Map<String, List<String>> HEADERS = Map.of(
            "If-Match", List.of("\"", "*, *, \"x", "W/\"\"", ",".repeat(1000)),
            "If-None-Match", List.of("\"", "W/", ",,,,"),
            "Idempotency-Key", List.of("x".repeat(300), "a b", "'; --"),
            "Range", List.of("bytes=-1", "bytes=99999999999999999999-", "bytes=0-1,2-3", "potatoes=1-2"),
            "Upload-Offset", List.of("-1", "NaN", "9".repeat(30)),
            "Content-Digest", List.of("sha-256=:====:", "md5=:AA==:", ":"),
            "Accept", List.of("a", "*/*;q=2", "text/", "application/json;charset=\"", ";;;"),
            "Accept-Encoding", List.of("gzip;q=nan", "*;q=-1", ",,,"),
            "Content-Type",
                    List.of(
                            "application/json; charset=none",
                            "application/json;",
                            "a/b/c",
                            "json",
                            "multipart/form-data"),
            "Cookie", List.of("cathedral_session=", "cathedral_session=\"; =;;", "=".repeat(500)));

    /// From an address of its own, since what it does would keep others from signing in.
    private final Api api = Api.newUser("hostile", "admin").api().with("X-Forwarded-For", "203.0.113.99");

    private static String path(Contract.Operation operation, String name) {
        return operation.path().replaceAll("\\{[a-z_]+}", java.util.regex.Matcher.quoteReplacement(name));
    }

    private static boolean ends(Contract.Operation operation) {
        return operation.path().endsWith("/auth/logout");
    }

    private void survives(Contract.Operation operation, Api sender, String path, String body) {
        String asked = operation.method() + " " + path + " with " + body.substring(0, Math.min(body.length(), 100));
        Api.Answer answer;
        try {
            answer = sender.send(operation.method(), path, body);
        } catch (RuntimeException noAnswer) {
            throw new AssertionError(asked, noAnswer);
        }
        String said = asked + ": " + answer.text();
        assertThat(answer.status()).as(said).isLessThan(500);
        if (answer.status() >= 400) {
            // In a problem document, or in the text that git shows.
            assertThat(answer.text()).as(said).contains("TDB-");
        }
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "dev.templedb", "org.postgresql", "ERROR:");
        assertThat(answer.headers().firstValue("X-Injected")).isEmpty();
    }

    private static boolean takesJson(Contract.Operation operation) {
        return operation.node().path("requestBody").path("content").has("application/json");
    }

    private static List<Contract.Operation> operations() {
        return Contract.shared().operations().stream()
                .filter(operation -> !ends(operation) && !operation.method().equals("HEAD"))
                .toList();
    }

    @Test
    void a_body_that_is_no_object_is_refused_everywhere() {
        for (var operation : operations()) {
            if (!takesJson(operation)) {
                continue;
            }
            for (String body : NO_OBJECTS) {
                var answer = api.send(operation.method(), path(operation, "none"), body);
                var said = operation.method() + " " + operation.path() + " with "
                        + body.substring(0, Math.min(body.length(), 50)) + ": " + answer.text();
                assertThat(answer.status()).as(said).isBetween(400, 499);
                assertThat(answer.code()).as(said).startsWith("TDB-");
            }
        }
    }

    @Test
    void a_field_of_the_wrong_kind_does_no_harm_anywhere() throws Exception {
        for (var operation : operations()) {
            if (!takesJson(operation)) {
                continue;
            }
            var schema = operation
                    .node()
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            var fields = new ArrayList<String>();
            resolved(schema).path("properties").fieldNames().forEachRemaining(fields::add);
            for (Object strange : STRANGE) {
                ObjectNode body = JSON.createObjectNode();
                fields.forEach(field -> body.set(field, JSON.valueToTree(strange)));
                survives(operation, api, path(operation, "none"), JSON.writeValueAsString(body));
            }
        }
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? Contract.shared().schema(schema.path("$ref").asText()) : schema;
    }

    @Test
    @Tag("thorough")
    void a_strange_name_or_question_does_no_harm_anywhere() {
        for (var operation : operations()) {
            for (String name : NAMES) {
                String query = operation.method().equals("GET") ? "?" + questions(operation, name) : "";
                if (operation.path().contains("{") || !query.equals("?")) {
                    survives(operation, api, path(operation, name) + query, "");
                }
            }
        }
    }

    private static String questions(Contract.Operation operation, String value) {
        var asked = new ArrayList<String>();
        for (var parameter : operation.node().path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                asked.add(parameter.path("name").asText() + "="
                        + (value.contains("%") ? value : URLEncoder.encode(value, StandardCharsets.UTF_8)));
            }
        }
        return String.join("&", asked);
    }

    @Test
    @Tag("thorough")
    void a_strange_header_does_no_harm_anywhere() {
        int turn = 0;
        for (var operation : operations()) {
            for (var header : HEADERS.entrySet()) {
                var values = header.getValue();
                String value = values.get(turn % values.size());
                survives(operation, api.with(header.getKey(), value), path(operation, "none"), "{}");
            }
            turn++;
        }
    }
}
