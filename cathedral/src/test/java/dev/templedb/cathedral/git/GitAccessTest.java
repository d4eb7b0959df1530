package dev.templedb.cathedral.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import dev.templedb.testkit.GitFolder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets what through plain git, and what becomes of requests that no git sends.
@QuarkusTest
class GitAccessTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String REFS = "/info/refs?service=git-upload-pack";

    @TempDir
    static Path directory;

    private static Api.User ada;
    private static GitFolder source;
    /// A private project.
    private static PushedRepository project;
    /// What the branch that was deleted held.
    private static String deletedBlob;
    private static String deletedCommit;

    /// Once for all: the address of the server is not known before the first test.
    @BeforeEach
    void push() {
        if (project != null) {
            return;
        }
        ada = Api.newUser("keeper");
        source = GitFolder.init(directory.resolve("source"));
        source.write("seen.txt", "Seen.\n").commit("Begin");
        source.run("checkout", "-q", "-b", "secret");
        source.write("secret.txt", "The-Marker-That-Nobody-May-See\n");
        deletedCommit = source.commit("Secret");
        deletedBlob = source.run("rev-parse", "HEAD:secret.txt");
        source.run("checkout", "-q", "main");
        project = PushedRepository.push(directory, source.path(), ada, "kept", "private");
    }

    @AfterAll
    static void close() {
        project.close();
    }

    private static HttpResponse<String> send(String method, String path, byte[] body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, String> basic(String token) {
        var pair = Base64.getEncoder().encodeToString(("anybody:" + token).getBytes(StandardCharsets.UTF_8));
        return Map.of("Authorization", "Basic " + pair);
    }

    private static int statusFor(String token) {
        return send("GET", "/" + ada.name() + "/kept.git" + REFS, new byte[0], basic(token))
                .statusCode();
    }

    private static GitFolder.Result git(String... arguments) {
        return GitFolder.at(directory).with("GIT_TERMINAL_PROMPT", "0").start(new byte[0], arguments);
    }

    /// Asks for an object by its id, as git does.
    private static GitFolder.Result fetch(String address, String id) {
        var into = directory.resolve("into-" + System.nanoTime());
        GitFolder.init(into);
        return GitFolder.at(into).start(new byte[0], "fetch", "-q", address, id);
    }

    @Test
    void nobody_learns_whether_there_is_a_private_project() {
        var there = send("GET", "/" + ada.name() + "/kept.git" + REFS, new byte[0], Map.of());
        var notThere = send("GET", "/" + ada.name() + "/none.git" + REFS, new byte[0], Map.of());

        assertThat(there.statusCode()).isEqualTo(401);
        assertThat(there.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
        assertThat(notThere.statusCode()).isEqualTo(401);
        assertThat(notThere.body()).isEqualTo(there.body());
        assertThat(notThere.headers().map().keySet())
                .isEqualTo(there.headers().map().keySet());
        var type = Map.of("Content-Type", "application/x-git-upload-pack-request");
        for (var path : List.of("/" + ada.name() + "/kept.git/git-upload-pack", "/no/one.git/git-upload-pack")) {
            assertThat(send("POST", path, new byte[0], type).statusCode()).isEqualTo(401);
        }

        var stranger = Api.newUser("stranger");
        assertThat(statusFor(stranger.token())).isEqualTo(404);
        assertThat(git("clone", "-q", project.address(stranger.token()), "no").text())
                .contains("not found");
    }

    @Test
    void a_token_is_the_password() {
        assertThat(git("clone", "-q", project.address(), "refused").text()).contains("could not read Username");
        assertThat(git("clone", "-q", project.address(ada.token()), "with-token")
                        .exit())
                .isZero();

        assertThat(statusFor("tdb_wrong")).isEqualTo(401);
        assertThat(statusFor(token("read:user"))).isEqualTo(404);
        assertThat(statusFor(token("read:projects"))).isEqualTo(200);

        ada.project("another", "private");
        var limited = ada.api()
                .post(
                        "/api/v1/auth/tokens",
                        Map.of(
                                "name",
                                "limited",
                                "scopes",
                                List.of("read:projects"),
                                "projects",
                                List.of(ada.name() + "/another")));
        assertThat(statusFor(limited.body().path("token").asText())).isEqualTo(404);

        var revoked = ada.api().post("/api/v1/auth/tokens", Map.of("name", "gone", "scopes", List.of("read:projects")));
        var secret = revoked.body().path("token").asText();
        assertThat(statusFor(secret)).isEqualTo(200);
        ada.api().delete("/api/v1/auth/tokens/" + revoked.body().path("id").asText());
        assertThat(statusFor(secret)).isEqualTo(401);
    }

    private static String token(String scope) {
        return ada.api()
                .post("/api/v1/auth/tokens", Map.of("name", scope, "scopes", List.of(scope)))
                .body()
                .path("token")
                .asText();
    }

    @Test
    void an_object_that_the_project_does_not_reach_is_never_given() {
        var address = project.address(ada.token());
        assertThat(fetch(address, deletedCommit).exit()).isZero();

        source.run("branch", "-D", "secret");
        source.write("more.txt", "More.\n").commit("More");
        project.push();

        // The first version still holds the branch; git sees what the project is now.
        assertThat(fetch(address, source.run("rev-parse", "main")).exit()).isZero();
        for (var id : List.of(deletedCommit, deletedBlob)) {
            for (var version : List.of("0", "2")) {
                var refused = GitFolder.init(directory.resolve("v" + version + id))
                        .start(new byte[0], "-c", "protocol.version=" + version, "fetch", "-q", address, id);
                assertThat(refused.exit()).as(version).isNotZero();
                assertThat(refused.text()).doesNotContain("Exception").doesNotContain("dev.templedb");
            }
        }
        GitFolder.at(directory).run("clone", "-q", "--mirror", address, "mirror");
        assertThat(GitFolder.at(directory.resolve("mirror"))
                        .start(new byte[0], "cat-file", "-e", deletedBlob)
                        .exit())
                .isNotZero();
    }

    @Test
    void a_fork_keeps_what_is_its_own() {
        var git = GitFolder.init(directory.resolve("forked"));
        git.write("shared.txt", "Shared.\n");
        var shared = git.commit("Begin");
        try (var origin = PushedRepository.push(directory, git.path(), ada, "origin", "public")) {
            var forker = Api.newUser("forker");
            var forked = forker.api().post("/api/v1/projects/" + ada.name() + "/origin/fork", Map.of("slug", "mine"));
            assertThat(forked.status()).as(forked.text()).isEqualTo(201);
            git.write("own.txt", "The fork's.\n");
            var own = git.commit("Own");
            origin.sync();
            origin.shareWith(forker, "mine");

            var mine = "http://git:%s@127.0.0.1:%d/%s/mine".formatted(forker.token(), RestAssured.port, forker.name());
            assertThat(fetch(mine, own).exit()).isZero();
            assertThat(fetch(mine, shared).exit()).isZero();
            assertThat(fetch(origin.address(), shared).exit()).isZero();
            assertThat(fetch(origin.address(), own).exit()).isNotZero();
            assertThat(fetch(mine, source.run("rev-parse", "main")).exit()).isNotZero();
        }
    }

    @Test
    void a_project_without_anything_is_cloned_empty() {
        ada.project("empty", "public");
        for (var version : List.of("0", "2")) {
            var cloned = git(
                    "-c",
                    "protocol.version=" + version,
                    "clone",
                    "http://127.0.0.1:%d/%s/empty".formatted(RestAssured.port, ada.name()),
                    "empty" + version);
            assertThat(cloned.exit()).as(cloned.text()).isZero();
            assertThat(cloned.text()).contains("empty repository");
        }
    }

    @Test
    void a_project_that_moved_is_found() {
        var git = GitFolder.init(directory.resolve("moving"));
        git.write("file.txt", "Here.\n").commit("Begin");
        try (var moving = PushedRepository.push(directory, git.path(), ada, "moving", "public")) {
            var moved = ada.api().post("/api/v1/projects/" + ada.name() + "/moving/move", Map.of("slug", "there"));
            assertThat(moved.status()).as(moved.text()).isEqualTo(200);
            assertThat(git("clone", "-q", moving.address(), "moved").text()).isEmpty();
        }
    }

    private static Map<String, String> upload(String... more) {
        var headers = new java.util.TreeMap<>(basic(ada.token()));
        headers.put("Content-Type", "application/x-git-upload-pack-request");
        headers.put("Git-Protocol", "version=2");
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static HttpResponse<String> post(byte[] body, String... headers) {
        return send("POST", "/" + ada.name() + "/kept.git/git-upload-pack", body, upload(headers));
    }

    @Test
    void what_is_no_request_of_git_is_refused() {
        var path = "/" + ada.name() + "/kept.git";
        for (var malformed : List.of(
                "",
                "0",
                "zzzz",
                "ffff",
                "0014command=fetch",
                "0014command=push\n00010000",
                "0014command=fetch0001000dwant xyz0000",
                "0003",
                "0014command=fetch000100\u00e9\u00e9",
                "GET / HTTP/1.1\r\n\r\n")) {
            var answer = post(malformed.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer.statusCode()).as(malformed).isEqualTo(400);
            assertThat(answer.body()).as(malformed).contains("TDB-1531").doesNotContain("Exception");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        }
        assertThat(post(new byte[10], "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
        assertThat(post(new byte[10], "Content-Encoding", "br").statusCode()).isEqualTo(400);
        assertThat(post(bomb(), "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
        assertThat(post(new byte[9 << 20]).statusCode()).isEqualTo(413);
        assertThat(post(new byte[1], "Content-Type", "text/plain").statusCode()).isEqualTo(415);
        for (var service : List.of("", "?service=", "?service=git-upload-archive", "?service=git%0d%0aX:y")) {
            assertThat(send("GET", path + "/info/refs" + service, new byte[0], basic(ada.token()))
                            .statusCode())
                    .as(service)
                    .isEqualTo(400);
        }
        assertThat(send("POST", path + "/git-receive-pack", new byte[0], basic(ada.token()))
                        .statusCode())
                .isEqualTo(403);
        for (var strange :
                List.of("/..%2f/x/info/refs", "/%00/%00/info/refs", "/a/b%0ac/info/refs", "/.git/.git/info/refs")) {
            assertThat(send("GET", strange + "?service=git-upload-pack", new byte[0], Map.of())
                            .statusCode())
                    .as(strange)
                    .isBetween(400, 404);
        }
    }

    private static byte[] bomb() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                gzip.write(zeros);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Test
    void an_object_that_is_not_there_is_told_in_gits_own_way() {
        var body = "0011command=fetch0001000fno-progress0032want %s\n0009done\n0000"
                .formatted("0123456789012345678901234567890123456789");
        var answer = post(body.getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("ERR ").doesNotContain("Exception").doesNotContain("jgit");
    }
}
