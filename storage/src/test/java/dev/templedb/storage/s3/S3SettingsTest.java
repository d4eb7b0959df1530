package dev.templedb.storage.s3;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.templedb.core.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SettingsTest {
    @TempDir
    private Path directory;

    private void write(String text) throws IOException {
        Files.move(
                Files.writeString(directory.resolve("new"), text),
                directory.resolve("credentials"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void credentials_are_read_from_a_file_and_again_when_it_has_changed() throws IOException {
        var file = new S3CredentialsFile(directory.resolve("credentials"));
        write("access_key_id = ada\nsecret_access_key = one\n");
        assertThat(file.get()).isEqualTo(new S3Credentials("ada", "one", Optional.empty()));
        assertThat(file.get()).isSameAs(file.get());

        write("access_key_id = ada\nsecret_access_key = two\nsession_token=t\n");
        assertThat(file.get()).isEqualTo(new S3Credentials("ada", "two", Optional.of("t")));
    }

    @Test
    void a_file_of_credentials_that_says_too_little_is_refused_without_its_content() throws IOException {
        var file = new S3CredentialsFile(directory.resolve("credentials"));
        refuses(ErrorCode.STORAGE_REFUSED, file::get).contains("credentials");
        write("secret_access_key = hidden");
        refuses(ErrorCode.STORAGE_REFUSED, file::get).contains("access_key_id").doesNotContain("hidden");
    }

    @Test
    void a_file_of_credentials_that_is_missing_is_named_by_every_request() {
        var config =
                S3Config.at(URI.create("http://127.0.0.1:1"), "b", new S3CredentialsFile(directory.resolve("none")));
        try (var store = S3ObjectStore.open(config)) {
            refuses(ErrorCode.STORAGE_REFUSED, store::check).contains("none");
        }
    }

    @Test
    void credentials_do_not_show_their_secrets() {
        assertThat(new S3Credentials("ada", "one", Optional.of("two")).toString())
                .contains("ada")
                .doesNotContain("one")
                .doesNotContain("two");
    }

    @Test
    void settings_have_bounds() {
        var good = S3Config.at(URI.create("http://127.0.0.1:1"), "b", () -> S3Bucket.CREDENTIALS);
        assertThat(good.partBytes()).isEqualTo(S3Config.DEFAULT_PART_BYTES);
        assertBad(good, "", "b", "", 5 << 20, 1, 1);
        assertBad(good, "r", " ", "", 5 << 20, 1, 1);
        assertBad(good, "r", "b", "/", 5 << 20, 1, 1);
        assertBad(good, "r", "b", "a", 5 << 20, 1, 1);
        assertBad(good, "r", "b", "../", 5 << 20, 1, 1);
        assertBad(good, "r", "b", "a/", (5 << 20) - 1, 1, 1);
        assertBad(good, "r", "b", "a/", (1 << 30) + 1, 1, 1);
        assertBad(good, "r", "b", "a/", 5 << 20, -1, 1);
        assertBad(good, "r", "b", "a/", 5 << 20, 1, 0);
    }

    private static void assertBad(
            S3Config good, String region, String bucket, String prefix, int partBytes, int parts, int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Config(
                        good.endpoint(),
                        region,
                        bucket,
                        prefix,
                        true,
                        good.credentials(),
                        partBytes,
                        parts,
                        attempts,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)));
    }
}
