package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One word, one meaning: `files` is the number of files and links that HEAD names, and never of submodules.
class FileCountsTest {
    private static final Pattern FILES = Pattern.compile("\"(?:total_)?files\": *\"?(\\d+)");

    @TempDir
    Path home;

    private Cli importOddProject() {
        var git = GitFolder.init(home.resolve("odd"));
        git.write("a.txt", "a\n").write("run.sh", "b\n").link("link", "a.txt");
        git.run("add", "-A");
        git.run("update-index", "--add", "--cacheinfo", "160000," + "12".repeat(20) + ",lib");
        git.run("commit", "-q", "-m", "With a submodule");
        var cli = new Cli(home);
        assertFiles(cli.must("project", "import", git.path().toString(), "--dry-run", "--format", "json"));
        assertFiles(cli.must("project", "import", git.path().toString(), "--format", "json"));
        return cli;
    }

    private static void assertFiles(String json) {
        var matcher = FILES.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        assertThat(matcher.group(1)).as(json).isEqualTo("3");
    }

    @Test
    void a_link_is_a_file_and_a_submodule_is_none() {
        var cli = importOddProject();

        assertFiles(cli.must("project", "list", "--format", "json"));
        assertFiles(cli.must("project", "show", "odd", "--format", "json"));
        assertFiles(cli.must("stats", "odd", "--format", "json"));
        assertFiles(cli.must("project", "checkout", "odd", home.resolve("out").toString(), "--format", "json"));
        assertThat(cli.must("file", "list", "odd")).contains("lib");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "directory", "tar.zst"})
    void every_layout_counts_alike(String layout) {
        var cli = importOddProject();
        var target = home.resolve("odd-package." + (layout.equals("tar.zst") ? "tar.zst" : "cathedral"));

        assertFiles(cli.must(
                "cathedral", "export", "odd", "--layout", layout, "--output", target.toString(), "--format", "json"));
        assertFiles(cli.must("cathedral", "verify", target.toString(), "--format", "json"));
        assertFiles(
                cli.must("cathedral", "import", target.toString(), "--as", "copy", "--dry-run", "--format", "json"));
        assertFiles(cli.must("cathedral", "import", target.toString(), "--as", "copy", "--format", "json"));
        assertFiles(cli.must("project", "show", "copy", "--format", "json"));
    }
}
