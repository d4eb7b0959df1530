package dev.templedb.temple.remotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path home;

    private Credentials credentials() {
        return new Credentials(home.resolve("config/templedb/credentials.json"));
    }

    @Test
    void keeps_a_token_for_each_server_in_a_file_of_its_owner_alone() throws Exception {
        credentials().put("https://one.example.org", new Credentials.Entry("ada", "first"));
        credentials().put("https://two.example.org", new Credentials.Entry("ada", "second"));
        assertThat(credentials().find("https://one.example.org").orElseThrow().token())
                .isEqualTo("first");
        assertThat(credentials().remove("https://one.example.org")).isTrue();
        assertThat(credentials().find("https://one.example.org")).isEmpty();
        assertThat(credentials().find("https://two.example.org").orElseThrow().token())
                .isEqualTo("second");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(credentials().file())))
                .isEqualTo("rw-------");
    }

    @Test
    void does_not_use_a_file_that_others_can_read() throws Exception {
        credentials().put("https://one.example.org", new Credentials.Entry("ada", "first"));
        Files.setPosixFilePermissions(credentials().file(), PosixFilePermissions.fromString("rw-r-----"));
        var refused =
                catchThrowableOfType(TempleException.class, () -> credentials().find("https://one.example.org"));
        assertThat(refused.code()).isEqualTo(ErrorCode.CREDENTIALS_UNUSABLE);
    }

    @Test
    void tokens_are_not_in_texts_for_logs() {
        assertThat(new Credentials.Entry("ada", "s3cret")).asString().doesNotContain("s3cret");
    }
}
