package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `templedb cathedral push` refuses.
class PushCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_push_that_would_make_secrets_public_leaves_the_project_as_it_was() throws Exception {
        var shared = Files.createDirectories(folder.resolve("shared"));
        var cli = new Cli(Files.createDirectories(folder.resolve("home")));
        assertThat(cli.run("project", "create", "shop").code()).isZero();
        assertThat(cli.run("remote", "add", "team", shared.toString()).code()).isZero();
        assertThat(cli.typing("hunter2").run("secret", "set", "shop", "DB").code())
                .isZero();

        var refused =
                cli.run("cathedral", "push", "shop", "--visibility", "public", "--tags", "web", "--include-secrets");

        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.err()).contains("TDB-1615").contains("keep the project private");
        assertThat(cli.run("project", "show", "shop", "--format", "json").out())
                .contains("\"visibility\": \"private\"")
                .doesNotContain("\"web\"");
        assertThat(shared.resolve("ada")).doesNotExist();
        assertThat(cli.run("cathedral", "push", "shop", "--include-secrets").code())
                .isZero();
    }
}
