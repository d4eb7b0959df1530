package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static dev.templedb.packages.samples.SampleProject.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.FrameAccess;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.Salvage;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Lists and descriptions in a package of ours that contradict each other although all hashes are right; and packages
/// that somebody changes while they are read.
class ForgedDirectoryTest {
    private static final byte[] NOTE = "[\"by hand\"]".getBytes(StandardCharsets.UTF_8);
    private static final String FIRST = "files/file-000001.json";
    private static final String SECOND = "files/file-000002.json";

    @TempDir
    private Path directory;

    private Path root;
    private Forgery forgery;

    /// The second of the two files is listed as number 2; a document lies where a view of the history would.
    private static SampleProject project() {
        return SampleProject.small()
                .piece(NOTE)
                .changeState(state -> state.with(
                        "documents",
                        Json.Obj.empty()
                                .with("vcs/commits.json", Sha256.of(NOTE).hex())));
    }

    @BeforeEach
    void write() {
        root = directory.resolve("small.cathedral");
        forgery = new Forgery(root);
        Packages.write(TakenIn.of(project().source()), PackageLayout.DIRECTORY, root, Existing.REFUSE);
    }

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    private void takeIn() {
        try (var read = Packages.open(root, options())) {
            TakenIn.of(read);
        }
    }

    private void isRefused(ErrorCode code, String why) throws IOException {
        forgery.reseal();
        refuses(code, this::takeIn).contains(why);
    }

    private static UnaryOperator<Json.Obj> gitId(String id) {
        return file -> file.with("metadata", file.object("metadata").with("git_blob_id", id));
    }

    @Test
    void a_description_with_the_git_id_of_another_content_or_none_is_refused() throws IOException {
        takeIn();
        var first = forgery.json(FIRST).object("metadata").text("git_blob_id").orElseThrow();
        forgery.change(SECOND, gitId(first));
        isRefused(ErrorCode.PACKAGE_MALFORMED, "that of another content");
        forgery.change(SECOND, gitId("zz"));
        isRefused(ErrorCode.PACKAGE_MALFORMED, "no git id");
    }

    @Test
    void a_description_with_another_length_number_or_hash_is_refused() throws IOException {
        forgery.change(FIRST, file -> file.with("file_size_bytes", 1));
        isRefused(ErrorCode.PACKAGE_MALFORMED, "instead of the 1 ");
        forgery.change(FIRST, file -> file.with("file_id", 9));
        isRefused(ErrorCode.PACKAGE_MALFORMED, "\"file_id\" is not 1");
        forgery.change(FIRST, file -> file.with("file_id", 1).with("hash_sha256", "0".repeat(64)));
        forgery.changeListed(0, file -> file.with("hash_sha256", "0".repeat(64)));
        isRefused(ErrorCode.PACKAGE_DIGEST_MISMATCH, "file-000001.blob");
    }

    @Test
    void two_files_at_one_path_are_refused() throws IOException {
        forgery.change(SECOND, file -> file.with("file_path", "README.md"));
        forgery.changeListed(1, file -> file.with("file_path", "README.md"));
        isRefused(ErrorCode.PACKAGE_ENTRY_DUPLICATE, "README.md");
    }

    @Test
    void a_list_of_files_that_is_none_or_too_long_is_refused() throws IOException {
        var good = forgery.json(Names.FILES_MANIFEST);
        forgery.change(Names.FILES_MANIFEST, list -> list.with("files", Json.Arr.ofTexts(List.of("README.md"))));
        isRefused(ErrorCode.PACKAGE_MALFORMED, "an entry is no object");
        forgery.change(Names.FILES_MANIFEST, list -> good.with("files", "README.md"));
        isRefused(ErrorCode.PACKAGE_MALFORMED, Names.FILES_MANIFEST);
        Files.writeString(root.resolve(Names.FILES_MANIFEST), "{\"files\": [");
        isRefused(ErrorCode.PACKAGE_MALFORMED, Names.FILES_MANIFEST);
        Files.writeString(root.resolve(Names.FILES_MANIFEST), " ".repeat(200_000) + "{}");
        isRefused(ErrorCode.PACKAGE_TOO_LARGE, "longer than its files explain");
    }

    @Test
    void parts_among_the_files_that_no_list_names_are_refused() throws IOException {
        Files.writeString(root.resolve("files/odd.txt"), "x");
        isRefused(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, "files/odd.txt");
    }

    @Test
    void another_number_of_files_than_the_manifest_says_is_refused() throws IOException {
        forgery.reseal(manifest ->
                manifest.with("contents", manifest.object("contents").with("files", 7)));
        refuses(ErrorCode.PACKAGE_MALFORMED, this::takeIn).contains("how many files");
    }

    @Test
    void a_file_without_its_content_makes_the_package_incomplete() throws IOException {
        Files.delete(root.resolve("files/file-000001.blob"));
        isRefused(ErrorCode.PACKAGE_INCOMPLETE, "README.md has no content");
    }

    @Test
    void a_checksum_of_something_else_is_refused() throws IOException {
        var manifest = forgery.json(Names.MANIFEST);
        Files.write(
                root.resolve(Names.MANIFEST),
                PackageManifest.sealed(
                        manifest.with("checksums", manifest.object("checksums").with("sha256", "0".repeat(64)))));
        refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, this::takeIn).startsWith("The package ");
    }

    @Test
    void an_index_that_is_none_is_refused() throws IOException {
        Files.writeString(root.resolve(Names.INDEX), "TDBFRM2\nand more");
        isRefused(ErrorCode.PACKAGE_MALFORMED, Names.INDEX);
    }

    @Test
    void a_copy_that_shows_people_another_document_than_the_project_has_is_refused() throws IOException {
        Files.writeString(root.resolve("documents/vcs/commits.json"), "[\"forged\"]");
        isRefused(ErrorCode.PACKAGE_STATE_MISMATCH, "documents/vcs/commits.json");
    }

    @Test
    void names_that_are_one_on_other_systems_are_refused() throws IOException {
        Files.writeString(root.resolve("metadata/STATISTICS.json"), "{}");
        refuses(ErrorCode.PACKAGE_ENTRY_DUPLICATE, this::takeIn).containsIgnoringCase("metadata/statistics.json");
    }

    @ParameterizedTest
    @EnumSource(value = PackageLayout.class, names = "TAR_GZ", mode = Mode.EXCLUDE)
    void single_frames_are_the_ones_that_are_handed_out_in_order(PackageLayout layout) {
        var path = directory.resolve("other");
        Packages.write(TakenIn.of(project().source()), layout, path, Existing.REFUSE);
        framesAreOne(path);
    }

    @Test
    void frames_that_are_made_of_the_files_of_another_tool_are_the_same_each_time() {
        framesAreOne(Path.of("src/test/resources/vectors/hostile-directory/good.tar.gz"));
    }

    private void framesAreOne(Path path) {
        try (var read = Packages.open(path, options())) {
            var all = new ArrayList<Frame>();
            read.frames(all::add);
            var access = (FrameAccess) read;
            assertThat(access.frameCount()).isEqualTo(all.size());
            for (int number = 0; number < all.size(); number++) {
                assertThat(access.frame(number).compressed())
                        .isEqualTo(all.get(number).compressed());
            }
            assertThatThrownBy(() -> access.frame(all.size())).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void more_values_than_anybody_needs_are_refused() throws IOException {
        Files.writeString(root.resolve(Names.PROJECT), "{\"x\":[" + "0,".repeat(250_000) + "0]}");
        isRefused(ErrorCode.PACKAGE_TOO_LARGE, Names.PROJECT);
    }

    private static byte[] large(int seed) {
        var bytes = new byte[(4 << 20) + 1];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void of_a_damaged_package_with_large_files_the_whole_ones_are_taken() throws IOException {
        var project = new SampleProject();
        var before = project.large(large(1));
        var now = project.large(large(2));
        var readme = project.blob("# Large");
        var first = project.commit("first", project.tree(entry(0100644, "large.bin", before)));
        var second = project.commit(
                "second", project.tree(entry(0100644, "README.md", readme), entry(0100644, "large.bin", now)), first);
        project.ref("refs/heads/main", second);
        Packages.write(TakenIn.of(project.source()), PackageLayout.DIRECTORY, root, Existing.REPLACE);
        changeLastByte("files/file-000001.blob");
        try (var whole = Salvage.of(Packages.open(root, options().asPartial()), Progress.NONE)) {
            assertThat(TakenIn.of(whole).contents().get("large.bin")).isEqualTo(large(1));
            assertThat(whole.state().refs().values()).containsExactly(first);
        }
        changeLastByte("objects/0001.frames");
        refuses(
                ErrorCode.PACKAGE_INCOMPLETE,
                () -> Salvage.of(Packages.open(root, options().asPartial()), Progress.NONE));
    }

    private void changeLastByte(String part) throws IOException {
        var bytes = Files.readAllBytes(root.resolve(part));
        bytes[bytes.length - 1] ^= 1;
        Files.write(root.resolve(part), bytes);
    }

    @Test
    void parts_that_go_away_while_the_package_is_read_are_named() throws IOException {
        try (var read = Packages.open(root, options())) {
            Files.delete(root.resolve("files/file-000001.blob"));
            refuses(ErrorCode.SOURCE_UNREADABLE, () -> TakenIn.of(read)).contains("files/file-000001.blob");
        }
        writeAgain();
        try (var read = Packages.open(root, options())) {
            Files.write(root.resolve("files/file-000001.blob"), NOTE);
            refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, () -> TakenIn.of(read));
        }
        writeAgain();
        try (var read = Packages.open(root, options())) {
            Files.write(root.resolve("objects/0001.frames"), new byte[0]);
            refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, () -> ((FrameAccess) read).frame(0));
            refuses(ErrorCode.PACKAGE_TRUNCATED, () -> ((FrameAccess) read).frame(1));
            Files.delete(root.resolve("objects/0001.frames"));
            refuses(ErrorCode.SOURCE_UNREADABLE, () -> ((FrameAccess) read).frame(0));
        }
    }

    private void writeAgain() {
        Packages.write(TakenIn.of(project().source()), PackageLayout.DIRECTORY, root, Existing.REPLACE);
    }
}
