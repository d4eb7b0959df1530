package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files whose names are not UTF-8.
class NamesInArgumentsTest {
    @TempDir
    Path home;

    @Test
    void a_latin_1_name_is_taken_as_it_was_printed() {
        var git = GitFolder.init(home.resolve("latin"));
        var blob = git.object("blob", "content\n");
        git.commitTree("refs/heads/main", git.tree("100644 blob " + blob + "\tcaf\u00e9"));
        var cli = new Cli(home);
        cli.must("project", "import", git.path().resolve(".git").toString(), "--slug", "latin");

        assertThat(cli.must("file", "list", "latin")).contains("\"caf\\351\"");
        assertThat(cli.must("file", "show", "latin", "\"caf\\351\"")).isEqualTo("content\n");
        assertThat(cli.must("file", "history", "latin", "\"caf\\351\"")).contains("written");
        assertThat(cli.must("vcs", "log", "latin", "--path", "\"caf\\351\"")).contains("Tree for");
        assertThat(cli.run("file", "show", "latin", "caf\uFFFD").code()).isEqualTo(3);
    }
}
