package dev.templedb.temple.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReaderTest {
    @TempDir
    Path directory;

    private GitFolder git;
    private Temple temple;
    private FileReader files;
    private long project;

    @BeforeEach
    void openTemple() {
        git = GitFolder.init(directory.resolve("git"));
        temple = FilledTemple.open(directory.resolve("t.templedb"));
        files = new FileReader(temple);
    }

    @AfterEach
    void closeTemple() {
        temple.close();
    }

    private void take() {
        project = FilledTemple.take(temple, "p", git.path());
    }

    private byte[] show(String ref, String path) throws IOException {
        var out = new ByteArrayOutputStream();
        files.show(project, ref, FilePath.of(path), out);
        return out.toByteArray();
    }

    private static List<String> lines(List<ListedFile> files) {
        return files.stream()
                .map(file -> "%06o %s %s\t%s"
                        .formatted(
                                file.mode(),
                                file.kind() == FileMode.SUBMODULE ? "commit" : "blob",
                                file.blob(),
                                file.path()))
                .toList();
    }

    private void fillWithOddThings() {
        git.write("a.java", "class A {}\n")
                .write("empty", "")
                .write("dir/deep/x", "x")
                .write("dir-x", "1")
                .write("dir.x", "1");
        git.link("link", "no/such file");
        git.path().resolve("dir-x").toFile().setExecutable(true);
        git.commit("one");
        git.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",sub");
        git.run("commit", "-q", "-m", "two");
    }

    @Test
    void files_are_listed_at_any_ref_as_git_does() {
        fillWithOddThings();
        take();
        var expected = git.run("-c", "core.quotepath=off", "ls-tree", "-r", "HEAD")
                .lines()
                .sorted((a, b) -> path(a).compareTo(path(b)))
                .toList();
        assertThat(lines(files.list(project))).isEqualTo(expected);
        assertThat(lines(files.list(project, "HEAD"))).isEqualTo(expected);
        assertThat(files.list(project, "HEAD~1")).hasSize(expected.size() - 1);
        assertThat(files.list(project))
                .filteredOn(file -> file.path().equals(FilePath.of("a.java")))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.bytes()).isEqualTo(11);
                    assertThat(file.facts().orElseThrow().language()).isEqualTo("Java");
                });
        assertThat(files.list(project))
                .filteredOn(file -> file.facts().isEmpty())
                .extracting(file -> file.path().text())
                .containsExactly("link", "sub");
        assertThat(files.list(project, "HEAD"))
                .extracting(ListedFile::bytes)
                .isEqualTo(files.list(project).stream().map(ListedFile::bytes).toList());
    }

    private static String path(String line) {
        return line.substring(line.indexOf('\t') + 1);
    }

    @Test
    void content_is_shown_as_it_is() throws IOException {
        fillWithOddThings();
        git.write("crlf", "a\r\nb\r\n");
        var large = new byte[10 << 20];
        new Random(1).nextBytes(large);
        git.write("large", large);
        git.commit("three");
        take();
        assertThat(show("HEAD", "crlf")).asString().isEqualTo("a\r\nb\r\n");
        assertThat(show("HEAD", "./dir/deep/x")).asString().isEqualTo("x");
        assertThat(show("HEAD", "link")).asString().isEqualTo("no/such file");
        assertThat(show("HEAD~1", "empty")).isEmpty();
        assertThat(show("HEAD", "large")).isEqualTo(large);
        assertThat(files.find(project, "HEAD", FilePath.of("large")).bytes()).isEqualTo(large.length);
    }

    @Test
    void what_is_no_file_is_not_shown() {
        fillWithOddThings();
        take();
        for (var path :
                new String[] {"no", "dir", "dir/deep", "dir/no", "empty/x", "sub", "", "dir//deep/x", "../a.java"}) {
            assertThatThrownBy(() -> show("HEAD", path))
                    .as(path)
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        }
        assertThatThrownBy(() -> show("HEAD~1", "sub")).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> files.versions(project, FilePath.of("dir"))).isInstanceOf(TempleException.class);
    }

    @Test
    void an_output_that_fails_says_so() {
        fillWithOddThings();
        take();
        assertThatThrownBy(() -> files.show(project, "HEAD", FilePath.of("a.java"), new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("closed");
    }

    @Test
    void every_version_of_a_file_is_found_on_every_branch() {
        git.write("a", "1").commit("one");
        git.write("b", "x").commit("two");
        git.write("a", "12").commit("three");
        git.run("switch", "-q", "-c", "side");
        git.write("a", "123").commit("four");
        git.run("switch", "-q", "main");
        git.run("rm", "-q", "a");
        git.commit("five");
        take();
        var versions = files.versions(project, FilePath.of("a"));
        assertThat(versions)
                .extracting(version -> version.commit().subject())
                .containsExactly("five", "four", "three", "one");
        assertThat(versions).extracting(FileVersion::bytes).containsExactly(0L, 3L, 2L, 1L);
        assertThat(versions).extracting(FileVersion::isDeleted).containsExactly(true, false, false, false);
        assertThat(versions).extracting(FileVersion::mode).containsExactly(0, 0100644, 0100644, 0100644);
    }

    @Test
    void names_are_bytes() throws IOException {
        var blob = git.object("blob", "x");
        var inner = git.tree("100644 blob " + blob + "\tb\u00e4r");
        git.commitTree(
                "refs/heads/main",
                git.tree("040000 tree " + inner + "\td\u00ffr", "100644 blob " + blob + "\ttab\t\n"));
        take();
        var path = FilePath.of("d\u00ffr/b\u00e4r".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files.list(project)).extracting(ListedFile::path).containsExactly(path, FilePath.of("tab\t\n"));
        assertThat(path.isUtf8()).isFalse();
        assertThat(path.isIn(FilePath.of("d\u00ff".getBytes(StandardCharsets.ISO_8859_1))))
                .isFalse();
        assertThat(path.isIn(FilePath.of("d\u00ffr".getBytes(StandardCharsets.ISO_8859_1))))
                .isTrue();
        assertThat(FilePath.of("tab\t\n").toString()).isEqualTo("tab\\u{9}\\u{a}");
        var out = new ByteArrayOutputStream();
        files.show(project, "main", path, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x");
        assertThat(files.versions(project, path)).hasSize(1);
    }
}
