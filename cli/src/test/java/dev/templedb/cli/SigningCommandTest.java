package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.Shell;
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
    void what_is_set_signs_packages_too() throws Exception {
        Shell.run(home, "mkdir .ssh && ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519");
        Shell.run(home, "ssh-keygen -q -t ed25519 -N '' -f release_key && ssh-keygen -lf release_key >print");
        var print = Files.readString(home.resolve("print")).split(" ")[1];
        set("--key", home.resolve("release_key").toString());
        var cli = new Cli(home);
        cli.must("project", "create", "shop");
        var exported = home.resolve("shop.cathedral").toString();
        cli.must("cathedral", "export", "shop", "--sign", "--output", exported);
        assertThat(cli.must("cathedral", "verify", exported)).contains(print);
        assertThat(cli.must("cathedral", "sign", exported)).contains(print).contains("1 signature");
        set("--off");
        assertThat(cli.must("cathedral", "sign", exported))
                .doesNotContain(print)
                .contains("2 signatures");
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
