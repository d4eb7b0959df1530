package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Repositories that are damaged, hostile, or of a kind that nobody here knows: refused by name, and nothing is
/// written.
class RefusedRepositoriesTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
        var neighbour = GitFolder.init(directory.resolve("neighbour"));
        neighbour.write("n", "n\n").commit("Neighbour");
        sandbox.take("neighbour", neighbour.path());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private String refused(ErrorCode code) {
        sandbox.refuses(
                code,
                () -> new ProjectImport(sandbox.temple()).dryRun(sandbox.request("p", git.path()), Progress.NONE));
        return String.valueOf(
                sandbox.refuses(code, () -> sandbox.take("p", git.path())).getMessage());
    }

    @Test
    void refuses_a_sha256_repository_by_name() {
        git.run("init", "-q", "--object-format=sha256", "../sha256");
        git = GitFolder.init(directory.resolve("sha256"));
        git.write("a", "a\n").commit("First");

        assertThat(refused(ErrorCode.GIT_FORMAT_UNSUPPORTED)).contains("sha256");
    }

    @ParameterizedTest
    @CsvSource({
        "extensions.compatobjectformat, sha256",
        "extensions.relativeworktrees, true",
        "extensions.noop-v1, true",
        "extensions.x.y, true",
        "extensions.refstorage, tables-of-tomorrow",
        "extensions.refstorage, files"
    })
    void refuses_an_extension_that_nobody_here_knows_by_name(String name, String value) {
        git.write("a", "a\n").commit("First");
        var config = git.path().resolve(".git/config").toString();
        git.run("config", "--file", config, "core.repositoryformatversion", "1");
        git.run("config", "--file", config, name, value);

        assertThat(refused(ErrorCode.GIT_FORMAT_UNSUPPORTED))
                .contains(name.contains("refstorage") ? value : name.contains("x.y") ? "\"x\"" : name.substring(11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "17", "-1"})
    void refuses_a_format_of_another_version(String version) {
        git.write("a", "a\n").commit("First");
        git.run("config", "core.repositoryformatversion", version);

        assertThat(refused(ErrorCode.GIT_FORMAT_UNSUPPORTED)).contains("version " + version);
    }

    @ParameterizedTest
    @CsvSource({
        "1, noop, true",
        "1, preciousObjects, true",
        "1, worktreeConfig, true",
        "1, objectFormat, sha1",
        "1, partialClone, origin",
        "0, of-tomorrow, true"
    })
    void takes_a_repository_with_an_extension_that_changes_nothing(String version, String name, String value) {
        git.write("a", "a\n").commit("First");
        var config = git.path().resolve(".git/config").toString();
        git.run("config", "--file", config, "core.repositoryformatversion", version);
        git.run("config", "--file", config, "extensions." + name, value);

        assertThat(sandbox.take("p", git.path()).commits()).isEqualTo(1);
    }

    @Test
    void takes_the_same_refs_from_reftables_as_from_files() throws Exception {
        git.write("a", "a\n").commit("First");
        git.run("tag", "-a", "-m", "x", "v1");
        git.run("branch", "other");
        sandbox.take("files", git.path());
        try (var repository = new FileRepository(git.path().resolve(".git").toFile())) {
            repository.convertRefStorage("reftable", true, false);
        }
        assertThat(Files.readString(git.path().resolve(".git/config"))).containsIgnoringCase("reftable");

        sandbox.take("tables", git.path());
        assertThat(sandbox.project("tables").refs())
                .hasSize(3)
                .isEqualTo(sandbox.project("files").refs());
    }

    @Test
    void refuses_a_partial_clone_by_name() {
        git.write("a", "a\n").commit("First");
        git.run("config", "uploadpack.allowFilter", "true");
        var partial = directory.resolve("partial");
        git.run(
                "clone",
                "-q",
                "--filter=blob:none",
                "--no-checkout",
                git.path().toUri().toString(),
                partial.toString());
        git = GitFolder.at(partial);

        var refused = sandbox.refuses(ErrorCode.GIT_FORMAT_UNSUPPORTED, () -> sandbox.take("p", git.path()));
        assertThat(refused).hasMessageContaining("partial clone");
        git.run("fetch", "-q", "--refetch", "--no-filter");
        assertThat(sandbox.take("p", git.path()).commits()).isEqualTo(1);
    }

    @Test
    void refuses_a_directory_that_only_looks_like_a_repository() throws Exception {
        git = GitFolder.at(Files.createDirectories(directory.resolve("no-repository")));
        Files.createDirectory(git.path().resolve(".git"));

        refused(ErrorCode.GIT_REPOSITORY_BROKEN);
    }

    @Test
    void refuses_what_is_not_there_and_what_is_no_directory() throws Exception {
        git = GitFolder.at(directory.resolve("nowhere"));
        assertThat(refused(ErrorCode.SOURCE_NOT_FOUND)).contains("nowhere");
        git = GitFolder.at(Files.writeString(directory.resolve("file"), "x"));
        refused(ErrorCode.SOURCE_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/pipe",
                "packed-refs",
                "config",
                "HEAD",
                "shallow",
                "objects/info/alternates",
                "index",
                "info/exclude",
                "info/attributes"
            })
    void refuses_a_pipe_where_git_has_a_file(String name) throws Exception {
        git.write("a", "a\n").commit("First");
        var file = git.path().resolve(".git").resolve(name);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Shell.run(git.path(), "mkfifo .git/" + name);

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(refused(ErrorCode.GIT_REPOSITORY_BROKEN)).contains("not a file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/heads/../../../../etc/passwd", "refs/heads/a b", "../../x"})
    void refuses_a_head_that_cannot_be_a_branch(String branch) throws Exception {
        git.write("a", "a\n").commit("First");
        Files.writeString(git.path().resolve(".git/HEAD"), "ref: " + branch + "\n");

        refused(ErrorCode.GIT_REPOSITORY_BROKEN);
    }

    @Test
    void leaves_out_refs_with_names_that_git_does_not_allow_and_says_so() throws Exception {
        var tip = git.write("a", "a\n").commit("First");
        Files.writeString(git.path().resolve(".git/refs/heads/a b"), tip + "\n");
        Files.writeString(git.path().resolve(".git/refs/heads/a\u001b[31m"), tip + "\n");

        var report = sandbox.take("p", git.path());
        assertThat(report.leftOut())
                .hasSize(2)
                .allMatch(left -> left.loss() && left.reason().contains("not allow"));
        assertThat(sandbox.project("p").refs()).containsOnlyKeys("refs/heads/main");
    }

    @Test
    void refuses_a_config_that_cannot_be_read() throws Exception {
        git.commit("First");
        Files.writeString(git.path().resolve(".git/config"), "[core\nbroken");

        refused(ErrorCode.GIT_REPOSITORY_BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", ".git ", "git~1", ".g\u200cit", "a/b"})
    void refuses_a_tree_with_a_name_that_could_write_elsewhere(String name) {
        var tree = rawTree("40000", name, rawTree("100644", "config", git.object("blob", "[core]\nfsmonitor=evil\n")));
        git.commitTree("refs/heads/main", tree);

        assertThat(refused(ErrorCode.TREE_UNSAFE)).contains(tree);
    }

    @Test
    void refuses_a_hostile_tree_deep_in_old_history_and_on_tags() {
        var evil = rawTree("100644", "..", git.object("blob", "x"));
        var old = git.commitTree("refs/heads/main", rawTree("40000", "d", evil));
        git.commitTree("refs/heads/main", rawTree("100644", "fine", git.object("blob", "x")), old);
        refused(ErrorCode.TREE_UNSAFE);

        git.run(
                "update-ref",
                "refs/heads/main",
                git.commitTree("refs/heads/x", rawTree("100644", "fine", git.object("blob", "x"))));
        git.run("update-ref", "-d", "refs/heads/x");
        git.run("update-ref", "refs/tags/evil", evil);
        refused(ErrorCode.TREE_UNSAFE);
    }

    @Test
    void refuses_one_name_twice() {
        var blob = git.object("blob", "x");
        git.commitTree("refs/heads/main", git.object("tree", entry("100644", "a", blob) + entry("100755", "a", blob)));

        refused(ErrorCode.TREE_UNSAFE);
    }

    @Test
    void refuses_hostile_trees_without_history_too() {
        git.commitTree("refs/heads/main", rawTree("100644", ".git", git.object("blob", "x")));

        sandbox.refuses(
                ErrorCode.TREE_UNSAFE,
                () -> sandbox.take(sandbox.request("p", git.path().toString(), false)));
        sandbox.refuses(
                ErrorCode.TREE_UNSAFE,
                () -> sandbox.take(sandbox.request("p", git.path().toString(), true, "*.log")));
    }

    @Test
    void refuses_a_hostile_tree_at_a_sync_and_keeps_the_project() {
        git.write("a", "a\n").commit("First");
        sandbox.take("p", git.path());
        git.commitTree("refs/heads/main", rawTree("100644", "..", git.object("blob", "x")));

        sandbox.refuses(ErrorCode.TREE_UNSAFE, () -> sandbox.sync("p"));
    }

    private String rawTree(String mode, String name, String id) {
        return git.object("tree", entry(mode, name, id));
    }

    private static String entry(String mode, String name, String id) {
        return mode + " " + new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + "\0"
                + new String(HexFormat.of().parseHex(id), StandardCharsets.ISO_8859_1);
    }

    @Test
    void refuses_objects_that_are_missing() {
        git.write("a", "a\n").commit("First");
        git.write("a", "b\n").commit("Second");
        delete(git.run("rev-parse", "HEAD~1:a"));

        sandbox.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> sandbox.take("p", git.path()));
        delete(git.run("rev-parse", "HEAD~1^{tree}"));
        assertThat(refused(ErrorCode.GIT_REPOSITORY_BROKEN)).contains("is missing");
    }

    private Path loose(String id) {
        return git.path().resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }

    private void delete(String id) {
        assertThat(loose(id).toFile().delete()).isTrue();
    }

    @Test
    void refuses_an_object_with_a_flipped_byte() throws Exception {
        git.write("a", "some content that is a little longer\n".repeat(20)).commit("First");
        var file = loose(git.run("rev-parse", "HEAD:a"));
        Shell.run(git.path(), "chmod -R u+w .git/objects");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(file, bytes);

        sandbox.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> sandbox.take("p", git.path()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD:a", "HEAD:large", "HEAD^{tree}", "HEAD", "v1"})
    void refuses_an_object_with_the_bytes_of_another(String which) throws Exception {
        git.write("a", "content\n").write("large", new byte[5 << 20]).commit("First");
        git.run("tag", "-a", "-m", "x", "v1");
        var id = git.run("rev-parse", which);
        var type = git.run("cat-file", "-t", id);
        var content = git.bytes(new byte[0], "cat-file", type, id);
        content[content.length - 1] ^= 1;
        Shell.run(git.path(), "chmod -R u+w .git/objects");
        Files.write(loose(id), looseObject(type, content));

        var message =
                String.valueOf(sandbox.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> sandbox.take("p", git.path()))
                        .getMessage());

        assertThat(message).contains(id);
    }

    /// Content of another id must not slip in because the temple has the object already.
    @ParameterizedTest
    @ValueSource(strings = {"HEAD^{tree}", "HEAD", "v1"})
    void refuses_false_bytes_of_an_object_that_the_temple_has(String which) throws Exception {
        git.write("a", "content\n").write("b", "content\n").commit("First");
        git.run("tag", "-a", "-m", "x", "v1");
        sandbox.take("honest", git.path());
        git.write("c", "new\n").commit("Second");
        git.run("reset", "-q", "--soft", "HEAD~1");
        var id = git.run("rev-parse", which);
        var type = git.run("cat-file", "-t", id);
        var content = git.bytes(new byte[0], "cat-file", type, id);
        content[content.length - 1] ^= 1;
        Shell.run(git.path(), "chmod -R u+w .git/objects");
        Files.write(loose(id), looseObject(type, content));

        try {
            sandbox.take("p", git.path());
        } catch (dev.templedb.core.TempleException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.GIT_REPOSITORY_BROKEN);
            return;
        }
        assertThat(sandbox.project("p").facts())
                .isEqualTo(sandbox.project("honest").facts());
    }

    private static byte[] looseObject(String type, byte[] content) {
        var header = (type + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        var deflater = new Deflater();
        var whole = java.util.Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, whole, header.length, content.length);
        deflater.setInput(whole);
        deflater.finish();
        var out = new byte[whole.length + 1024];
        return java.util.Arrays.copyOf(out, deflater.deflate(out));
    }

    @Test
    void refuses_a_damaged_pack() throws Exception {
        git.write("a", "some content that is a little longer\n".repeat(20)).commit("First");
        git.run("gc", "-q");
        Shell.run(git.path(), "chmod -R u+w .git/objects");
        try (var packs = Files.newDirectoryStream(git.path().resolve(".git/objects/pack"), "*.pack")) {
            var pack = packs.iterator().next();
            var bytes = Files.readAllBytes(pack);
            for (int i = 20; i < bytes.length - 20; i += 7) {
                bytes[i] ^= 0x55;
            }
            Files.write(pack, bytes);
        }

        sandbox.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> sandbox.take("p", git.path()));
    }

    @Test
    void refuses_a_commit_that_says_to_be_what_it_is_not() {
        git.commitTree("refs/heads/main", rawTree("100644", "a", git.object("blob", "x")));
        var blob = git.object("blob", "no tree");
        git.run(
                "update-ref",
                "refs/heads/wrong",
                git.object("commit", "tree " + blob + "\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nx\n"));

        refused(ErrorCode.GIT_REPOSITORY_BROKEN);
    }
}
