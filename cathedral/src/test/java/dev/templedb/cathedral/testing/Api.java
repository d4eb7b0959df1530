package dev.templedb.cathedral.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.templedb.cathedral.tokens.Tokens;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Speaks to the server that the tests share, as somebody. Every answer is held against the contract.
///
/// Immutable: `with…` gives another one.
public final class Api {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<String, String> headers;

    private Api(Map<String, String> headers) {
        this.headers = headers;
    }

    /// What came back.
    public record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers, String text) {
        /// The permanent id of the error.
        public String code() {
            return body.path("code").asText();
        }

        /// A header that is there.
        public String header(String name) {
            return headers.firstValue(name).orElseThrow();
        }
    }

    /// Somebody who is not signed in.
    public static Api anonymous() {
        return new Api(Map.of());
    }

    /// A new user with a token for everything but administration; `name` gets a number behind it.
    public static User newUser(String name) {
        return newUser(name, "admin:projects", "write:orgs", "write:user");
    }

    /// A new user with a token of these scopes, and without a password: hashing one takes time.
    public static User newUser(String name, String... scopes) {
        var beans = CDI.current();
        String username = name + "-" + NUMBER.incrementAndGet();
        var id = new People(beans.select(Jdbi.class).get()).user(username);
        String token = beans.select(Tokens.class)
                .get()
                .make(People.signedIn(id), new Tokens.Wanted("tests", List.of(scopes), null, null))
                .secret();
        return new User(username, token, anonymous().withToken(token));
    }

    /// A new user who has registered, with the password `correct horse battery` and a token.
    public static User register(String name) {
        String username = name + "-" + NUMBER.incrementAndGet();
        var answer = anonymous()
                .post(
                        "/api/v1/auth/register",
                        Map.of(
                                "username",
                                username,
                                "email",
                                username + "@example.org",
                                "password",
                                "correct horse battery",
                                "token",
                                Map.of("name", "tests")));
        if (answer.status() != 201) {
            throw new AssertionError(answer.toString());
        }
        String token = answer.body().path("token").path("token").asText();
        return new User(username, token, anonymous().withToken(token));
    }

    /// A user that a test has made.
    public record User(String name, String token, Api api) {
        /// Makes a project.
        public String project(String slug, String visibility) {
            var answer = api.post("/api/v1/projects", Map.of("slug", slug, "visibility", visibility));
            if (answer.status() != 201) {
                throw new AssertionError(answer.toString());
            }
            return "/api/v1/projects/" + name + "/" + slug;
        }
    }

    /// The same with a token.
    public Api withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /// The same with a header.
    public Api with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new Api(more);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, write(body));
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, write(body));
    }

    public Answer put(String path) {
        return send("PUT", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    private static String write(Object body) {
        try {
            return body instanceof String text ? text : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a request with this body, as JSON unless a header says otherwise.
    public Answer send(String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        var answer = send(request.build());
        var read = new Answer(answer.statusCode(), read(answer.body()), answer.headers(), answer.body());
        Contract.shared().check(method, path.replaceFirst("\\?.*", ""), read);
        return read;
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}
