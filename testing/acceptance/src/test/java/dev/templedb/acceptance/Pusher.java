package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/// Speaks the protocol of pushes by hand, so that a test can go on anywhere and with any server.
final class Pusher {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String token;
    private final String client;

    private Pusher(String token, String client) {
        this.token = token;
        this.client = client;
    }

    /// The same, through a proxy that names this address of the client.
    Pusher behind(String address) {
        return new Pusher(token, address);
    }

    /// A user who registers.
    static Pusher register(RunningServer server, String name) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/auth/register"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                                {"username": "%1$s", "email": "%1$s@example.org", "password": "correct horse battery",
                                 "token": {"name": "tests", "scopes": ["admin:projects"]}}
                                """.formatted(name))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new Pusher(field(answer.body().replaceFirst(".*\"token\":\\{", ""), "token"), "");
    }

    /// A package with its state.
    record Packed(byte[] bytes, String state) {
        /// One that the program has exported and verified.
        static Packed of(Path file, String verified) throws IOException {
            var root = Pattern.compile("Content root: +([0-9a-f]{64})").matcher(verified);
            assertThat(root.find()).as(verified).isTrue();
            return new Packed(Files.readAllBytes(file), root.group(1));
        }
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// The first text of that name in a JSON document.
    static String field(String json, String name) {
        var found = Pattern.compile("\"%s\":\\s*\"([^\"]+)\"".formatted(name)).matcher(json);
        assertThat(found.find()).as("%s in %s", name, json).isTrue();
        return found.group(1);
    }

    HttpRequest.Builder request(RunningServer server, String path) {
        var request = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token);
        return client.isEmpty() ? request : request.header("X-Forwarded-For", client);
    }

    HttpResponse<String> get(RunningServer server, String path) throws IOException, InterruptedException {
        return send(request(server, path));
    }

    HttpResponse<String> post(RunningServer server, String path, String json) throws IOException, InterruptedException {
        return send(request(server, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /// Begins an upload, and returns its id.
    String begin(RunningServer server, String project, Packed packed) throws IOException, InterruptedException {
        var answer =
                post(server, "/projects/" + project + "/push", """
                {"expected": null, "known": [], "state": "%s", "bytes": %d, "create": {"visibility": "private"}}
                """.formatted(packed.state(), packed.bytes().length));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return field(answer.body(), "id");
    }

    /// Sends a part of 8 MiB.
    void part(RunningServer server, String upload, Packed packed, int number) throws IOException, InterruptedException {
        int from = number * (8 << 20);
        var bytes = Arrays.copyOfRange(packed.bytes(), from, Math.min(packed.bytes().length, from + (8 << 20)));
        var digest = Base64.getEncoder().encodeToString(Sha256.of(bytes).bytes());
        var answer = send(request(server, "/uploads/" + upload)
                .header("Content-Type", "application/octet-stream")
                .header("Upload-Offset", Integer.toString(from))
                .header("Content-Digest", "sha-256=:" + digest + ":")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    HttpResponse<String> commit(RunningServer server, String project, String upload, Packed packed)
            throws IOException, InterruptedException {
        return post(server, "/projects/" + project + "/push/commit", """
                {"upload": "%s", "expected": null, "state": "%s", "create": {"visibility": "private"}}
                """.formatted(upload, packed.state()));
    }

    /// Makes a project with one request.
    HttpResponse<String> small(RunningServer server, String project, Packed packed)
            throws IOException, InterruptedException {
        var json = """
                {"upload": null, "expected": null, "state": "%s", "create": {"visibility": "private"}}
                """.formatted(packed.state()).getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(4).putInt(json.length).array());
        body.writeBytes(json);
        body.writeBytes(packed.bytes());
        return send(request(server, "/projects/" + project + "/push/small")
                .header("Content-Type", "application/vnd.cathedral.push")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /// The bytes that a fetch of the whole project gives, or the error.
    HttpResponse<String> fetch(RunningServer server, String project) throws IOException, InterruptedException {
        return send(request(server, "/projects/" + project + "/fetch")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"want\": {}, \"have\": [], \"commits\": []}")));
    }
}
