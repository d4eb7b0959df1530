package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CachingRestTest {
    @Test
    void whoever_has_it_already_is_told_so() {
        var ada = Api.newUser("cacher");
        String project = ada.project("kept", "public");
        for (String path : new String[] {
            project, project + "/versions", "/api/v1/projects?q=kept", "/api/v1/users/" + ada.name() + "/projects"
        }) {
            var first = ada.api().get(path);
            var again = ada.api()
                    .with("If-None-Match", "\"other\", W/" + first.header("ETag"))
                    .get(path);

            assertThat(first.status()).as(path).isEqualTo(200);
            assertThat(again.status()).as(path).isEqualTo(304);
            assertThat(again.text()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(again.header("Vary")).contains("Accept-Encoding");
        }
    }

    @Test
    void what_is_shown_otherwise_has_another_tag_and_the_same_state_to_change() {
        var ada = Api.newUser("cacher");
        String project = ada.project("changing", "public");
        String before = ada.api().get(project).header("ETag");
        var bob = Api.newUser("fan");

        assertThat(bob.api().put(project + "/star").status()).isLessThan(300);

        var after = ada.api().with("If-None-Match", before).get(project);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.body().path("stars").asInt()).isEqualTo(1);
        var edit = Map.of("description", "Another.");
        assertThat(ada.api()
                        .with("If-Match", after.header("ETag"))
                        .patch(project, edit)
                        .status())
                .isEqualTo(200);
        assertThat(ada.api()
                        .with("If-Match", after.header("ETag"))
                        .patch(project, edit)
                        .status())
                .isEqualTo(412);
    }

    @Test
    void long_json_is_packed_as_the_client_likes_it() throws IOException, InterruptedException {
        var ada = Api.newUser("packer");
        String project = ada.project("long", "public");
        ada.api().patch(project, Map.of("description", "words ".repeat(1000)));

        var plain = send(ada, project, "gzip;q=0, deflate");
        var packed = send(ada, project, "deflate, gzip;q=0.5");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.body().length).isLessThan(plain.body().length / 3);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(plain.body(), StandardCharsets.UTF_8));
        }
        var zstd = send(ada, project, "gzip, br, zstd");
        assertThat(zstd.headers().firstValue("Content-Encoding")).contains("zstd");
        assertThat(Zstd.decompress(zstd.body(), plain.body().length)).isEqualTo(plain.body());
        var br = send(ada, project, "gzip, br");
        assertThat(br.headers().firstValue("Content-Encoding")).contains("br");
        assertThat(Decoder.decompress(br.body()).getDecompressedData()).isEqualTo(plain.body());
    }

    @Test
    void what_another_site_lets_a_browser_ask_for_is_not_packed() throws IOException, InterruptedException {
        var ada = Api.newUser("victim");
        String project = ada.project("long", "public");
        ada.api().patch(project, Map.of("description", "words ".repeat(1000)));

        assertThat(packing(project, "Cookie", "cathedral_session=x", "Sec-Fetch-Site", "cross-site"))
                .isEmpty();
        assertThat(packing(project, "Cookie", "cathedral_session=x")).isEmpty();
        assertThat(packing(project, "Cookie", "cathedral_session=x", "Sec-Fetch-Site", "same-origin"))
                .contains("gzip");
        assertThat(packing(project, "Sec-Fetch-Site", "cross-site")).contains("gzip");
    }

    private static Optional<String> packing(String path, String... headers) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                                    .headers(headers)
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Content-Encoding");
        }
    }

    private static HttpResponse<byte[]> send(Api.User user, String path, String accepted)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                            .header("Authorization", "Bearer " + user.token())
                            .header("Accept-Encoding", accepted)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
