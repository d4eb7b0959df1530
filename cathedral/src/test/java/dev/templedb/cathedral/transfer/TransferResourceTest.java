package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.core.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Push and fetch over HTTP, byte for byte as a client does it.
@QuarkusTest
class TransferResourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private static HttpResponse<byte[]> send(
            Api.User user, String method, String path, byte[] body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Authorization", "Bearer " + user.token());
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String code(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body()).path("code").asText();
        } catch (IOException noJson) {
            throw new IllegalStateException(noJson);
        }
    }

    private static Map<String, Object> body(Object... pairs) {
        var body = new TreeMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            body.put((String) pairs[i], pairs[i + 1]);
        }
        return body;
    }

    private static HttpResponse<byte[]> part(Api.User user, String upload, long offset, byte[] part) {
        return send(
                user,
                "PATCH",
                "/api/v1/uploads/" + upload,
                part,
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        "Upload-Offset",
                        Long.toString(offset),
                        "Content-Digest",
                        digest(part)));
    }

    private static String digest(byte[] part) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(part).bytes()) + ":";
    }

    /// Fetches and puts together what the answer says.
    private byte[] fetch(Api.User user, String project, Object body) throws IOException {
        var answer = send(
                user,
                "POST",
                project + "/fetch",
                JSON.writeValueAsBytes(body),
                Map.of("Content-Type", "application/json"));
        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
        var bytes = ByteBuffer.wrap(answer.body());
        var plan = new byte[bytes.getInt()];
        bytes.get(plan);
        var out = new ByteArrayOutputStream();
        for (JsonNode segment : JSON.readTree(plan).path("segments")) {
            if (segment.path("inline").isNumber()) {
                var inline = new byte[segment.path("inline").asInt()];
                bytes.get(inline);
                out.writeBytes(inline);
            } else {
                long offset = segment.path("offset").asLong();
                var range = send(
                        user,
                        "GET",
                        project + "/packs/" + segment.path("pack").asText(),
                        new byte[0],
                        Map.of(
                                "Range",
                                "bytes=%d-%d"
                                        .formatted(
                                                offset,
                                                offset + segment.path("length").asLong() - 1)));
                assertThat(range.statusCode()).isEqualTo(206);
                assertThat(range.headers().firstValue("Cache-Control").orElseThrow())
                        .contains("immutable");
                out.writeBytes(range.body());
            }
        }
        assertThat(bytes.remaining()).isZero();
        assertThat(out.size()).isEqualTo(JSON.readTree(plan).path("bytes").asInt());
        return out.toByteArray();
    }

    @Test
    void a_project_is_pushed_in_parts_published_fetched_and_downloaded() throws IOException {
        var ada = Api.newUser("pusher");
        var path = "/api/v1/projects/" + ada.name() + "/shared";
        var project = new MovingProject("shared", 11);
        var first = project.now();
        var bytes = Files.readAllBytes(project.write(directory.resolve("first"), first, Optional.empty()));
        var create = body("visibility", "private", "description", "Shared.");
        var negotiated = ada.api()
                .post(path + "/push", body("state", first.root().hex(), "bytes", bytes.length, "create", create));
        assertThat(negotiated.status()).as(negotiated.text()).isEqualTo(200);
        assertThat(negotiated.body().path("base").isNull()).isTrue();
        var upload = negotiated.body().path("upload").path("id").asText();
        var commit = body(
                "upload",
                upload,
                "state",
                first.root().hex(),
                "create",
                create,
                "version",
                body("version", "v1.0.0", "notes", "The first."));

        assertThat(ada.api().post(path + "/push/commit", commit).code()).isEqualTo("TDB-1464");
        assertThat(ada.api().get(path).status()).isEqualTo(404);
        assertThat(part(ada, upload, 0, bytes).statusCode()).isEqualTo(204);
        var there = ada.api().get("/api/v1/uploads/" + upload);
        assertThat(there.body().path("offset").asInt()).isEqualTo(bytes.length);
        assertThat(there.body().path("parts").size()).isEqualTo(1);
        var pushed = ada.api().post(path + "/push/commit", commit);

        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        assertThat(pushed.body().path("version").asText()).isEqualTo("1.0.0");
        assertThat(ada.api().post(path + "/push/commit", commit).body()).isEqualTo(pushed.body());
        assertThat(ada.api().get(path).body().path("state").asText())
                .isEqualTo(first.root().hex());
        assertThat(fetch(ada, path, Map.of())).isEqualTo(bytes);
        assertThat(fetch(ada, path, body("want", body("version", "latest")))).isEqualTo(bytes);
        var download =
                send(ada, "GET", "/api/v1/packages/" + ada.name() + "/shared/1.0.0/download", new byte[0], Map.of());
        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.body()).isEqualTo(bytes);
        assertThat(fetch(ada, path, body("have", List.of(first.root().hex())))).isEmpty();

        ada.api().post(path + "/versions", body("version", "0.9.0"));
        assertThat(ada.api().delete(path + "/versions/0.9.0").status()).isEqualTo(204);
        var fork = ada.api().post(path + "/fork", body("slug", "copy"));
        assertThat(fork.status()).as(fork.text()).isEqualTo(201);
        assertThat(fetch(ada, "/api/v1/projects/" + ada.name() + "/copy", Map.of()))
                .isEqualTo(bytes);
        forkHasVersions(ada, path, bytes);
        smallPush(ada, path, project, first);
        strangersSeeNothing(path, upload);
    }

    /// The fork was made after the version `1.0.0` was published and downloaded.
    private void forkHasVersions(Api.User ada, String path, byte[] bytes) throws IOException {
        var copy = "/api/v1/projects/" + ada.name() + "/copy";
        assertThat(ada.api().get(copy).body().path("latest_version").asText()).isEqualTo("1.0.0");
        var source = ada.api().get(path + "/versions/1.0.0").body();
        var version = ada.api().get(copy + "/versions/latest").body();
        assertThat(source.path("downloads").asInt()).isPositive();
        assertThat(version.path("downloads").asInt(-1)).isZero();
        for (String same : List.of("version", "state", "notes", "created_by", "created_at", "yanked")) {
            assertThat(version.has(same)).as(same).isTrue();
            assertThat(version.path(same)).as(same).isEqualTo(source.path(same));
        }
        var download =
                send(ada, "GET", "/api/v1/packages/" + ada.name() + "/copy/1.0.0/download", new byte[0], Map.of());
        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.body()).isEqualTo(bytes);
        assertThat(ada.api().post(copy + "/versions", body("version", "1.0.0")).status())
                .isEqualTo(409);
        yankedAndDeleted(ada, path);
    }

    private void yankedAndDeleted(Api.User ada, String path) {
        assertThat(ada.api().post(path + "/versions", body("version", "1.1.0")).status())
                .isEqualTo(201);
        ada.api().patch(path + "/versions/1.1.0", body("yanked", true, "yank_reason", "Wrong"));
        assertThat(ada.api().post(path + "/versions", body("version", "1.2.0")).status())
                .isEqualTo(201);
        var again = ada.api().post(path + "/fork", body("slug", "again"));
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        var copy = "/api/v1/projects/" + ada.name() + "/again";
        var names = new ArrayList<String>();
        ada.api()
                .get(copy + "/versions")
                .body()
                .path("items")
                .forEach(item -> names.add(item.path("version").asText()));
        assertThat(names).containsExactly("1.2.0", "1.1.0", "1.0.0");
        var yanked = ada.api().get(copy + "/versions/1.1.0").body();
        assertThat(yanked.path("yanked").asBoolean()).isTrue();
        assertThat(yanked.path("yank_reason").asText()).isEqualTo("Wrong");
    }

    private void smallPush(Api.User ada, String path, MovingProject project, MovingProject.Moment first)
            throws IOException {
        project.commit("refs/heads/main", "more.txt", "More.\n");
        var next = project.now();
        var increment = Files.readAllBytes(project.write(directory.resolve("next"), next, Optional.of(first)));
        var stale = ada.api()
                .post(
                        path + "/push",
                        body(
                                "state",
                                next.root().hex(),
                                "bytes",
                                10,
                                "expected",
                                next.root().hex()));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.code()).isEqualTo("TDB-1462");
        assertThat(stale.body().path("details").path("state").asText())
                .isEqualTo(first.root().hex());
        assertThat(stale.body()
                        .path("details")
                        .path("refs")
                        .path("refs/heads/main")
                        .asText())
                .isEqualTo(first.state().refs().get("refs/heads/main").hex());
        var json = JSON.writeValueAsBytes(
                body("expected", first.root().hex(), "state", next.root().hex()));
        var request = ByteBuffer.allocate(4 + json.length + increment.length)
                .putInt(json.length)
                .put(json)
                .put(increment)
                .array();
        var answer = send(
                ada, "POST", path + "/push/small", request, Map.of("Content-Type", "application/vnd.cathedral.push"));
        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
        assertThat(fetch(ada, path, body("have", List.of(first.root().hex())))).isEqualTo(increment);
    }

    private static void strangersSeeNothing(String path, String upload) {
        var stranger = Api.newUser("stranger");
        for (var asker : List.of(stranger.api(), Api.anonymous())) {
            assertThat(asker.post(path + "/fetch", Map.of()).code()).isEqualTo("TDB-1424");
        }
        assertThat(stranger.api()
                        .post(path + "/push", body("state", "0".repeat(64), "bytes", 1))
                        .code())
                .isEqualTo("TDB-1424");
        assertThat(stranger.api().get("/api/v1/uploads/" + upload).code()).isEqualTo("TDB-1463");
        assertThat(Api.anonymous().get("/api/v1/uploads/" + upload).status()).isEqualTo(401);
        assertThat(stranger.api()
                        .with("Range", "bytes=0-9")
                        .get(path + "/packs/00000000-0000-7000-8000-000000000000")
                        .code())
                .isEqualTo("TDB-1424");
    }

    @Test
    void a_whole_package_is_published_as_a_version() throws IOException {
        var ada = Api.newUser("publisher");
        var project = new MovingProject("whole", 12);
        var bytes = Files.readAllBytes(project.write(directory.resolve("whole"), project.now(), Optional.empty()));
        var address = "/api/v1/packages/" + ada.name() + "/whole";
        var answer = send(
                ada,
                "POST",
                address + "/upload?version=2.1.0&visibility=public",
                bytes,
                Map.of("Content-Type", "application/vnd.cathedral.package"));

        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
        assertThat(Api.anonymous().get(address + "/latest/download").status()).isEqualTo(200);
        var damaged = bytes.clone();
        damaged[damaged.length / 2] ^= 1;
        var refused = send(
                ada,
                "POST",
                address + "/upload?version=2.2.0",
                damaged,
                Map.of("Content-Type", "application/vnd.cathedral.package"));
        assertThat(refused.statusCode()).isEqualTo(422);
    }

    @Test
    void what_makes_no_sense_is_refused_with_a_problem_document() {
        var ada = Api.newUser("fuzzer");
        ada.project("here", "private");
        var path = "/api/v1/projects/" + ada.name() + "/here";
        for (var body : List.of(
                "{}",
                "[]",
                "null",
                "{\"state\":1}",
                "{\"state\":\"zz\",\"bytes\":1}",
                "{\"state\":\"" + "0".repeat(64) + "\",\"bytes\":-1}",
                "{\"state\":\"" + "0".repeat(64) + "\",\"bytes\":9223372036854775807}",
                "{\"state\":\"" + "0".repeat(64) + "\",\"bytes\":1,\"known\":[null]}",
                "{\"state\":\"" + "0".repeat(64) + "\",\"bytes\":1,\"version\":{\"version\":\"one\"}}")) {
            var answer = ada.api().send("POST", path + "/push", body);
            assertThat(answer.status()).as(body + answer.text()).isBetween(400, 413);
            assertThat(answer.code()).startsWith("TDB-");
        }
        for (var range : List.of("bytes=0-", "bytes=5-1", "bytes=-5", "items=0-1", "bytes=0-99999999999999999999")) {
            assertThat(ada.api()
                            .with("Range", range)
                            .get(path + "/packs/00000000-0000-7000-8000-000000000000")
                            .status())
                    .as(range)
                    .isBetween(400, 404);
        }
        assertThat(send(
                                ada,
                                "PATCH",
                                "/api/v1/uploads/none",
                                new byte[3],
                                Map.of(
                                        "Content-Type",
                                        "application/octet-stream",
                                        "Upload-Offset",
                                        "0",
                                        "Content-Digest",
                                        digest(new byte[3])))
                        .statusCode())
                .isEqualTo(404);
        var small = send(
                ada,
                "POST",
                path + "/push/small",
                Arrays.copyOf(new byte[] {0, 0, 0, 9, '{'}, 40),
                Map.of("Content-Type", "application/vnd.cathedral.push"));
        assertThat(small.statusCode()).isEqualTo(400);
        assertThat(code(small)).isEqualTo("TDB-1402");
        assertThat(code(send(
                        ada,
                        "POST",
                        path + "/fetch",
                        "{\"have\":[\"no\"]}".getBytes(),
                        Map.of("Content-Type", "application/json"))))
                .isEqualTo("TDB-1402");
    }

    /// The first line of the answer to a small push of which hardly anything comes.
    private static String begun(String path, String authorization) throws IOException {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST " + path + "/push/small HTTP/1.1\r\nHost: x\r\n" + authorization
                                    + "Content-Type: application/vnd.cathedral.push\r\n"
                                    + "Content-Length: 1000000\r\n\r\nabc")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void a_small_push_is_refused_before_it_is_read() throws IOException {
        var ada = Api.newUser("early");
        var stranger = "Authorization: Bearer " + Api.newUser("late").token() + "\r\n";
        var seen = ada.project("seen", "public");
        var hidden = ada.project("hidden", "private");

        assertThat(begun(seen, "")).contains(" 401 ");
        assertThat(begun(hidden, "")).contains(" 404 ");
        assertThat(begun(seen + "-not", "")).contains(" 404 ");
        assertThat(begun(seen, stranger)).contains(" 403 ");
    }
}
