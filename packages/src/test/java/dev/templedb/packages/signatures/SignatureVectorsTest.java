package dev.templedb.packages.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The signatures that the format's document promises, made by `ssh-keygen` and `gpg`.
class SignatureVectorsTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/signatures");

    @Test
    void every_signature_comes_to_what_the_index_says() throws Exception {
        var index = JsonReader.readObject(Files.readAllBytes(VECTORS.resolve("index.json")));
        var domain = "templedb-state-v1\0".getBytes(StandardCharsets.US_ASCII);
        var data = Arrays.copyOf(domain, domain.length + Sha256.BYTES);
        Sha256.parse(index.text("content_root").orElseThrow()).copyTo(data, domain.length);
        var check = new SignatureCheck(
                Optional.of(
                        AllowedSigners.read(Files.readAllBytes(VECTORS.resolve("allowed_signers")), ZoneOffset.UTC)),
                Optional.of(Files.readAllBytes(VECTORS.resolve("keys.asc"))),
                Instant.parse("2027-01-01T00:00:00Z"));
        for (var vector : index.object("signatures").members().entrySet()) {
            var signature = PackageSignature.read(Files.readString(VECTORS.resolve(vector.getKey())));
            if (vector.getValue() instanceof Json.Str(var signer)) {
                assertThat(check.check(signature, data).signer())
                        .as(vector.getKey())
                        .isEqualTo(signer);
            } else {
                assertThatThrownBy(() -> check.check(signature, data))
                        .as(vector.getKey())
                        .isInstanceOf(InvalidSignature.class);
            }
        }
    }

    @Test
    void a_signature_of_a_version_is_over_its_project_its_name_and_its_state() throws Exception {
        var vectors = VECTORS.resolveSibling("statements");
        var index = JsonReader.readObject(Files.readAllBytes(vectors.resolve("index.json")));
        var data = new VersionStatement(
                        index.text("project").orElseThrow(),
                        new VersionName(index.text("version").orElseThrow()),
                        Sha256.parse(index.text("state").orElseThrow()))
                .signedBytes();
        assertThat(Sha256.of(data).hex()).isEqualTo(index.text("signed_sha256").orElseThrow());
        var check = new SignatureCheck(
                Optional.of(
                        AllowedSigners.read(Files.readAllBytes(vectors.resolve("allowed_signers")), ZoneOffset.UTC)),
                Optional.empty(),
                Instant.parse("2027-01-01T00:00:00Z"));
        for (var vector : index.object("signatures").members().entrySet()) {
            var signature = PackageSignature.read(Files.readString(vectors.resolve(vector.getKey())));
            if (vector.getValue() instanceof Json.Str(var signer)) {
                assertThat(check.check(signature, data).signer())
                        .as(vector.getKey())
                        .isEqualTo(signer);
            } else {
                assertThatThrownBy(() -> check.check(signature, data))
                        .as(vector.getKey())
                        .isInstanceOf(InvalidSignature.class);
            }
        }
    }
}
