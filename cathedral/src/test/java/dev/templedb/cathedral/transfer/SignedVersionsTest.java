package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.signatures.Signing;
import dev.templedb.packages.signatures.VersionStatement;
import dev.templedb.packages.state.ProjectState;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who has signed a version, and projects that take signed versions only. Keys and signatures are those of OpenSSH and
/// GnuPG.
@QuarkusTest
class SignedVersionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private Api.User ada;
    private MovingProject project;
    private MovingProject.Moment moment;
    private byte[] bytes;
    private String path;

    @BeforeEach
    void aProjectWithContent() throws IOException {
        ada = Api.newUser("signer");
        project = new MovingProject("signed", 21);
        moment = project.now();
        bytes = Files.readAllBytes(project.write(directory.resolve("first"), moment, Optional.empty()));
        path = "/api/v1/projects/" + ada.name() + "/signed";
        assertThat(push(ada, body("state", moment.root().hex(), "create", Map.of()))
                        .statusCode())
                .isEqualTo(200);
    }

    private static Map<String, Object> body(Object... pairs) {
        var body = new TreeMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            body.put((String) pairs[i], pairs[i + 1]);
        }
        return body;
    }

    private static HttpResponse<String> send(Api.User user, String path, String type, byte[] body, String... headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .header("Authorization", "Bearer " + user.token())
                    .header("Content-Type", type);
            if (headers.length > 0) {
                request.headers(headers);
            }
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// A small push of the package.
    private HttpResponse<String> push(Api.User user, Map<String, Object> about) {
        try {
            var json = JSON.writeValueAsBytes(about);
            var body = ByteBuffer.allocate(4 + json.length + bytes.length)
                    .putInt(json.length)
                    .put(json)
                    .put(bytes)
                    .array();
            return send(user, path + "/push/small", "application/vnd.cathedral.push", body);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Publishes the state that the project is at.
    private Api.Answer publish(Api.User user, String version, PackageSignature signature) {
        var wanted = signature == null
                ? body("version", version)
                : body("version", version, "signature", signature.armored());
        return user.api()
                .post(path + "/push/commit", body("state", moment.root().hex(), "version", wanted));
    }

    private Path key(String name) {
        var file = directory.resolve(name);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString());
        return file;
    }

    private void run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("said").toFile())
                    .start();
            assertThat(process.waitFor())
                    .as(Files.readString(directory.resolve("said")))
                    .isZero();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Over the version, as the project is called now.
    private PackageSignature signature(Path key, String version) {
        var name = path.substring("/api/v1/projects/".length());
        return signature(key, name, version);
    }

    private PackageSignature signature(Path key, String project, String version) {
        var statement = new VersionStatement(project, new VersionName(version), moment.root());
        return Signing.withKey(key, statement.signedBytes(), Instant.now());
    }

    /// Over the state alone.
    private PackageSignature ofState(Path key) {
        return Signing.withKey(key, ProjectState.signedBytes(moment.root()), Instant.now());
    }

    private String addKey(Api.User user, Path key) throws IOException {
        var added = user.api()
                .post(
                        "/api/v1/users/" + user.name() + "/keys",
                        Map.of("kind", "ssh", "public_key", Files.readString(Path.of(key + ".pub"))));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return added.body().path("id").asText();
    }

    private Api.Answer version(String name) {
        return ada.api().get(path + "/versions/" + name);
    }

    @Test
    void versions_say_whether_they_are_signed_and_by_whose_key() throws IOException {
        var key = key("mine");

        assertThat(publish(ada, "1.0.0", null).status()).isEqualTo(200);
        assertThat(publish(ada, "1.1.0", signature(key, "1.1.0")).status()).isEqualTo(200);
        var id = addKey(ada, key);
        assertThat(publish(ada, "1.2.0", signature(key, "1.2.0")).status()).isEqualTo(200);

        assertThat(version("1.0.0").body().path("signed").asText()).isEqualTo("none");
        assertThat(version("1.1.0").body().path("signed").asText()).isEqualTo("unknown");
        assertThat(version("1.1.0").body().path("signed_by").asText())
                .isEqualTo(ofState(key).signedBy());
        var signed = version("1.2.0").body();
        assertThat(signed.path("signed").asText()).isEqualTo("profile");
        assertThat(signed.path("signer").asText()).isEqualTo(ada.name());
        assertThat(signed.path("signer_key").asText()).isEqualTo(id);
        assertThat(signed.path("signer_key_revoked_at").isNull()).isTrue();
        assertThat(ada.api()
                        .delete("/api/v1/users/" + ada.name() + "/keys/" + id)
                        .status())
                .isEqualTo(204);
        assertThat(version("1.2.0").body().path("signer_key_revoked_at").asText())
                .isNotEmpty();
        assertThat(publish(ada, "1.3.0", signature(key, "1.3.0")).status()).isEqualTo(200);
        assertThat(version("1.3.0").body().path("signed").asText())
                .as("a key that was taken out does not count")
                .isEqualTo("unknown");
    }

    @Test
    void the_profile_of_a_stranger_proves_nothing_and_that_of_a_collaborator_does() throws IOException {
        var key = key("theirs");
        var bob = Api.newUser("colleague");
        addKey(bob, key);
        ada.api().patch(path, Map.of("signed_versions", "required"));

        assertThat(publish(ada, "1.0.0", signature(key, "1.0.0")).code()).isEqualTo("TDB-1552");
        ada.api().post(path + "/collaborators", Map.of("user", bob.name(), "role", "reader"));
        assertThat(publish(ada, "1.0.0", signature(key, "1.0.0")).code())
                .as("a reader may not publish")
                .isEqualTo("TDB-1552");
        ada.api().post(path + "/collaborators", Map.of("user", bob.name(), "role", "contributor"));
        assertThat(publish(ada, "1.0.0", signature(key, "1.0.0")).status()).isEqualTo(200);
        assertThat(version("1.0.0").body().path("signer").asText()).isEqualTo(bob.name());
    }

    @Test
    void an_unsigned_version_is_refused_by_every_way_where_signatures_are_asked_for() throws IOException {
        var key = key("mine");
        addKey(ada, key);
        var changed = ada.api().patch(path, Map.of("signed_versions", "required"));
        assertThat(changed.body().path("signed_versions").asText()).isEqualTo("required");
        assertThat(changed.body().path("signed_versions_by").asText()).isEqualTo("project");
        project.commit("refs/heads/main", "more.txt", "More.\n");
        var before = moment.root().hex();
        var next = project.now();
        var target = body("version", "1.0.0");

        assertThat(publish(ada, "1.0.0", null).code()).isEqualTo("TDB-1551");
        assertThat(ada.api().post(path + "/versions", target).code()).isEqualTo("TDB-1551");
        var asked = ada.api()
                .post(
                        path + "/push",
                        body("expected", before, "state", next.root().hex(), "bytes", 1000, "version", target));
        assertThat(asked.code()).isEqualTo("TDB-1551");
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body().path("hint").asText()).contains("--sign");
        moment = next;
        var whole = project.write(directory.resolve("next"), next, Optional.empty());
        bytes = Files.readAllBytes(whole);
        var about = body("expected", before, "state", next.root().hex(), "version", target);
        assertThat(push(ada, about).body()).contains("TDB-1551");
        var upload = "/api/v1/packages/" + ada.name() + "/signed/upload?version=1.0.0";
        assertThat(send(ada, upload, "application/vnd.cathedral.package", bytes).body())
                .contains("TDB-1551");
        var head = java.util.Arrays.copyOf(bytes, bytes.length - 100);
        assertThat(send(ada, upload, "application/vnd.cathedral.package", head).body())
                .as("the beginning of a package is enough")
                .contains("TDB-1551");
        assertThat(ada.api().get(path).body().path("state").asText()).isEqualTo(before);
        assertThat(push(ada, body("expected", before, "state", next.root().hex()))
                        .statusCode())
                .as("a state without a version needs no signature")
                .isEqualTo(200);

        sign(whole, key);
        assertThat(send(ada, upload, "application/vnd.cathedral.package", Files.readAllBytes(whole))
                        .body())
                .as("what a package carries is over its content alone")
                .contains("TDB-1546");
        assertThat(publish(ada, "1.0.0", ofState(key)).code()).isEqualTo("TDB-1546");
        assertThat(publish(ada, "1.0.0", signature(key, "1.0.0")).status()).isEqualTo(200);
        assertThat(version("1.0.0").body().path("signed").asText()).isEqualTo("profile");
        assertThat(publish(ada, "1.1.0", signature(key, "1.1.0")).status()).isEqualTo(200);
        assertThat(ada.api()
                        .patch(path, Map.of("signed_versions", ""))
                        .body()
                        .path("signed_versions_by")
                        .asText())
                .isEqualTo("server");
        assertThat(publish(ada, "1.2.0", null).status()).isEqualTo(200);
    }

    private static String header(String text) {
        return ":" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)) + ":";
    }

    @Test
    void a_whole_package_is_published_where_signatures_are_asked_for_when_the_statement_is_signed() throws IOException {
        var key = key("mine");
        addKey(ada, key);
        ada.api().patch(path, Map.of("signed_versions", "required"));
        var type = "application/vnd.cathedral.package";
        project.commit("refs/heads/main", "more.txt", "More.\n");
        moment = project.now();
        var whole = Files.readAllBytes(project.write(directory.resolve("next"), moment, Optional.empty()));
        var upload = "/api/v1/packages/" + ada.name() + "/signed/upload?version=2.0.0";
        var header = "Version-Signature";

        for (String nonsense : List.of("x", "::", ":" + "!".repeat(8) + ":")) {
            assertThat(send(ada, upload, type, whole, header, nonsense).statusCode())
                    .as(nonsense)
                    .isEqualTo(400);
        }
        assertThat(send(ada, upload, type, whole, header, header("no signature"))
                        .body())
                .contains("TDB-1219");
        assertThat(send(
                                ada,
                                upload,
                                type,
                                whole,
                                header,
                                header(signature(key, "2.0.1").armored()))
                        .body())
                .as("of another version")
                .contains("TDB-1219");
        assertThat(send(ada, upload, type, whole, header, header(ofState(key).armored()))
                        .body())
                .as("over the state alone")
                .contains("TDB-1546");
        assertThat(version("2.0.0").status()).isEqualTo(404);

        var done = send(
                ada, upload, type, whole, header, header(signature(key, "2.0.0").armored()));

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(version("2.0.0").body().path("signed").asText()).isEqualTo("profile");
        assertThat(version("2.0.0").body().path("signer").asText()).isEqualTo(ada.name());
        var again = "/api/v1/packages/" + ada.name() + "/signed/upload?version=2.1.0";
        assertThat(send(
                                ada,
                                again,
                                type,
                                whole,
                                header,
                                header(signature(key, "2.1.0").armored()))
                        .statusCode())
                .as("of the state that the project is at")
                .isEqualTo(200);
    }

    @Test
    void a_whole_package_that_carries_the_signature_of_the_version_needs_no_other() throws IOException {
        var key = key("mine");
        addKey(ada, key);
        ada.api().patch(path, Map.of("signed_versions", "required"));
        project.commit("refs/heads/main", "more.txt", "More.\n");
        moment = project.now();
        var type = "application/vnd.cathedral.package";
        var upload = "/api/v1/packages/" + ada.name() + "/signed/upload?version=";
        var right = signature(key, "3.0.0");

        var forged = carrying("forged", new SignedVersion(ada.name() + "/signed", new VersionName("3.1.0"), right));
        assertThat(send(ada, upload + "3.1.0", type, forged).body())
                .as("what was signed as another version")
                .contains("TDB-1219");
        var carried = carrying("carried", new SignedVersion(ada.name() + "/signed", new VersionName("3.0.0"), right));
        assertThat(send(ada, upload + "3.0.1", type, carried).body())
                .as("it is of another version than the one that is wanted")
                .contains("TDB-1551");
        var done = send(ada, upload + "3.0.0", type, carried);

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(version("3.0.0").body().path("signer").asText()).isEqualTo(ada.name());
    }

    private byte[] carrying(String name, SignedVersion signed) throws IOException {
        var file = project.write(directory.resolve(name), moment, Optional.empty());
        Packages.rewriteManifest(
                file,
                OpenOptions.strict(directory, Progress.NONE),
                (opened, manifest) -> SignedVersion.into(manifest, List.of(signed)));
        return Files.readAllBytes(file);
    }

    private void sign(Path file, Path key) {
        var options = new OpenOptions(false, directory, 1 << 30, 1 << 20, Progress.NONE);
        Packages.rewriteManifest(
                file, options, (opened, manifest) -> PackageSignature.into(manifest, List.of(ofState(key))));
    }

    @Test
    void a_token_that_puts_no_key_into_a_profile_changes_no_policy() {
        var slug = "guarded-" + ada.name();
        ada.api().post("/api/v1/orgs", Map.of("slug", slug));
        ada.api().patch(path, Map.of("signed_versions", "required"));
        for (var place : Map.of(path, "admin:projects", "/api/v1/orgs/" + slug, "write:orgs")
                .entrySet()) {
            var stolen = token(place.getValue());
            for (String word : List.of("marked", "")) {
                assertThat(stolen.patch(place.getKey(), Map.of("signed_versions", word))
                                .code())
                        .as(place.getKey())
                        .isEqualTo("TDB-1413");
            }
            assertThat(stolen.patch(place.getKey(), Map.of("description", "Something else"))
                            .status())
                    .isEqualTo(200);
            assertThat(token(place.getValue(), "write:user")
                            .patch(place.getKey(), Map.of("signed_versions", "marked"))
                            .body()
                            .path("signed_versions")
                            .asText())
                    .isEqualTo("marked");
        }
    }

    private Api token(String... scopes) {
        var made = ada.api().post("/api/v1/auth/tokens", Map.of("name", "stolen", "scopes", List.of(scopes)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return Api.anonymous().withToken(made.body().path("token").asText());
    }

    @Test
    void an_organization_asks_for_signatures_and_its_projects_cannot_ask_for_less() {
        var slug = "signing-" + ada.name();
        ada.api().post("/api/v1/orgs", Map.of("slug", slug));
        var org = "/api/v1/orgs/" + slug;
        var bob = Api.newUser("maintainer");
        ada.api().post(org + "/members", Map.of("user", bob.name(), "role", "maintainer"));

        assertThat(bob.api().patch(org, Map.of("signed_versions", "required")).code())
                .isEqualTo("TDB-1414");
        assertThat(ada.api().patch(org, Map.of("signed_versions", "perhaps")).code())
                .isEqualTo("TDB-1402");
        assertThat(ada.api()
                        .patch(org, Map.of("signed_versions", "required"))
                        .body()
                        .path("signed_versions")
                        .asText())
                .isEqualTo("required");
        assertThat(ada.api().post(path + "/move", Map.of("owner", slug)).status())
                .isEqualTo(200);
        path = "/api/v1/projects/" + slug + "/signed";
        assertThat(bob.api().patch(path, Map.of("signed_versions", "marked")).code())
                .isEqualTo("TDB-1414");
        var weaker = ada.api().patch(path, Map.of("signed_versions", "marked")).body();
        assertThat(weaker.path("signed_versions").asText()).isEqualTo("required");
        assertThat(weaker.path("signed_versions_by").asText()).isEqualTo("organization");
        assertThat(publish(bob, "1.0.0", null).code()).isEqualTo("TDB-1551");
        var made = ada.api()
                .post(
                        "/api/v1/projects/" + slug + "/fresh/push",
                        body(
                                "state",
                                Sha256.of(new byte[0]).hex(),
                                "bytes",
                                10,
                                "create",
                                Map.of(),
                                "version",
                                Map.of("version", "1.0.0")));
        assertThat(made.code()).as("a project that is still to be made").isEqualTo("TDB-1551");
        assertThat(ada.api().get(org + "/audit").text()).contains("organization.policy");
        ada.api().patch(org, Map.of("signed_versions", ""));
        assertThat(publish(bob, "1.0.0", null).status()).isEqualTo(200);
    }

    @Test
    void what_was_signed_once_is_published_under_no_other_name() throws IOException {
        var key = key("mine");
        addKey(ada, key);
        var signature = signature(key, "1.0.0");
        assertThat(publish(ada, "2.0.0", signature).code()).isEqualTo("TDB-1219");
        assertThat(publish(ada, "1.0.0", signature(key, ada.name() + "/other", "1.0.0"))
                        .code())
                .isEqualTo("TDB-1219");
        assertThat(publish(ada, "0.9.0", ofState(key)).status()).isEqualTo(200);
        assertThat(version("0.9.0").body().path("signed").asText()).isEqualTo("profile");
        assertThat(version("0.9.0").body().path("signed_project").isNull()).isTrue();
        assertThat(publish(ada, "1.0.0", signature(key, ada.name().toUpperCase(Locale.ROOT) + "/Signed", "1.0.0"))
                        .status())
                .isEqualTo(200);

        ada.api().post(path + "/fork", Map.of("slug", "mine"));
        ada.api().post(path + "/move", Map.of("slug", "renamed"));
        for (var name : List.of("mine", "renamed")) {
            path = "/api/v1/projects/" + ada.name() + "/" + name;
            assertThat(version("1.0.0").body().path("signed_project").asText())
                    .as("%s says what it was called when it was signed", name)
                    .isEqualTo(ada.name() + "/signed");
        }
        ada.api().patch(path, Map.of("signed_versions", "required"));
        assertThat(publish(ada, "1.1.0", signature(key, ada.name() + "/signed", "1.1.0"))
                        .code())
                .isEqualTo("TDB-1219");
        assertThat(publish(ada, "1.1.0", signature(key, "1.1.0")).status()).isEqualTo(200);
    }

    @Test
    void a_signature_of_openpgp_counts_by_the_key_in_the_profile() throws IOException {
        var home = Files.createDirectory(directory.resolve("gnupg"));
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        run(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--passphrase",
                "",
                "--quick-gen-key",
                "ada@example.org",
                "ed25519",
                "sign",
                "never");
        var data = directory.resolve("data");
        Files.write(
                data,
                new VersionStatement(ada.name() + "/signed", new VersionName("1.0.0"), moment.root()).signedBytes());
        run("gpg", "--homedir", home.toString(), "--batch", "--armor", "--detach-sign", data.toString());
        run(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--armor",
                "--export",
                "--output",
                directory.resolve("public").toString());
        run("gpgconf", "--homedir", home.toString(), "--kill", "all");
        var signature = read(Files.readString(Path.of(data + ".asc")));
        ada.api().patch(path, Map.of("signed_versions", "required"));

        assertThat(publish(ada, "1.0.0", signature).code()).isEqualTo("TDB-1552");
        var added = ada.api()
                .post(
                        "/api/v1/users/" + ada.name() + "/keys",
                        Map.of("kind", "gpg", "public_key", Files.readString(directory.resolve("public"))));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        var published = publish(ada, "1.0.0", signature);
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        assertThat(version("1.0.0").body().path("signer").asText()).isEqualTo(ada.name());
    }

    private static PackageSignature read(String armored) {
        try {
            return PackageSignature.read(armored);
        } catch (dev.templedb.packages.signatures.InvalidSignature impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
