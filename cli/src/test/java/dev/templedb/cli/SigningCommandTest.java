package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `templedb cathedral signing` keeps.
class SigningCommandTest {
    @TempDir
    private Path home;

    private String set(String... options) {
        var words = Stream.concat(Stream.of("cathedral", "signing", "--format", "json"), Stream.of(options));
        return new Cli(home).must(words.toArray(String[]::new));
    }

    @Test
    void a_key_is_kept_by_its_whole_path_or_its_name_in_gpg() throws Exception {
        var key = Files.writeString(home.resolve("release_key"), "any");
        assertThat(set("--key", key.toString())).contains("\"ssh\"", "\"" + key.toAbsolutePath() + "\"");
        assertThat(set("--openpgp", "--key", key.toString()))
                .contains("\"openpgp\"", "\"" + key.toAbsolutePath() + "\"");
        assertThat(set("--openpgp", "--key", "ada@example.org")).contains("\"openpgp\"", "\"ada@example.org\"");
        assertThat(set("--openpgp")).contains("\"openpgp\"", "\"\"");
        assertThat(set()).contains("\"openpgp\"");
        assertThat(set("--off")).doesNotContain("openpgp");
        assertThat(set()).doesNotContain("openpgp");
    }

    @Test
    void the_usual_key_is_the_file_in_the_home_directory() throws Exception {
        var none = new Cli(home).run("cathedral", "signing", "--on");
        assertThat(none.err()).contains("There is no key to sign with in the directory ~/.ssh.");
        var key =
                Files.writeString(Files.createDirectories(home.resolve(".ssh")).resolve("id_ecdsa"), "any");
        assertThat(set("--on")).contains("\"ssh\"", "\"" + key.toAbsolutePath() + "\"");
        assertThat(new Cli(home)
                        .run(
                                "cathedral",
                                "signing",
                                "--key",
                                home.resolve("none").toString())
                        .err())
                .contains("There is no key in ");
    }

    @Test
    void what_is_set_is_the_users_alone() throws Exception {
        set("--openpgp");
        try (var files = Files.walk(home)) {
            var file = files.filter(one -> one.endsWith("signing.json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling("."))))
                    .isEqualTo("rwx------");
        }
    }
}
