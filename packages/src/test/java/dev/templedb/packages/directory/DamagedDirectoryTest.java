package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages of our own that were damaged by accident, or changed by somebody who then made all hashes right again.
class DamagedDirectoryTest {
    @TempDir
    Path directory;

    private Path root;

    @BeforeEach
    void write() {
        root = directory.resolve("small.cathedral");
        Packages.write(TakenIn.of(SampleProject.small().source()), PackageLayout.DIRECTORY, root, Existing.REFUSE);
    }

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    private List<Path> parts() throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /// Opens the package and takes it in, as an import does.
    private void takeIn() {
        try (var read = Packages.open(root, options())) {
            TakenIn.of(read);
        }
    }

    @Test
    void one_flipped_bit_in_any_part_is_found_and_the_part_is_named() throws IOException {
        for (var part : parts()) {
            var whole = Files.readAllBytes(part);
            var name = root.relativize(part).toString();
            for (int at = 0; at < whole.length; at += 1 + whole.length / 40) {
                for (int bit : new int[] {0, 5}) {
                    var flipped = whole.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    Files.write(part, flipped);
                    assertThatThrownBy(this::takeIn)
                            .as("%s at %d", name, at)
                            .isInstanceOfSatisfying(TempleException.class, refused -> {
                                assertThat(refused.code().kind())
                                        .as(refused.getMessage())
                                        .isIn(EnumSet.of(ErrorCode.Kind.CORRUPT, ErrorCode.Kind.INVALID));
                                assertThat(refused.getMessage())
                                        .satisfiesAnyOf(
                                                message -> assertThat(message).contains(name),
                                                message -> assertThat(name).isEqualTo("manifest.json"));
                            });
                }
            }
            Files.write(part, whole);
        }
        takeIn();
    }

    @Test
    void a_part_that_is_cut_off_is_found_and_named() throws IOException {
        for (var part : parts()) {
            var whole = Files.readAllBytes(part);
            for (int length = 0; length < whole.length; length += 1 + whole.length / 20) {
                Files.write(part, java.util.Arrays.copyOf(whole, length));
                assertThatThrownBy(this::takeIn)
                        .isInstanceOfSatisfying(
                                TempleException.class,
                                refused -> assertThat(refused.code())
                                        .as(part + ": " + refused.getMessage())
                                        .isIn(
                                                ErrorCode.PACKAGE_TRUNCATED,
                                                ErrorCode.PACKAGE_MALFORMED,
                                                ErrorCode.PACKAGE_DIGEST_MISMATCH));
            }
            Files.write(part, whole);
        }
    }

    @Test
    void a_part_that_is_missing_is_named() throws IOException {
        for (var part : parts()) {
            var whole = Files.readAllBytes(part);
            Files.delete(part);
            refuses(ErrorCode.PACKAGE_ENTRY_MISSING, this::takeIn)
                    .contains(root.relativize(part).toString());
            Files.write(part, whole);
        }
    }

    @Test
    void a_part_too_many_is_named() throws IOException {
        Files.writeString(root.resolve("metadata/extra.txt"), "x");
        refuses(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, this::takeIn).contains("metadata/extra.txt");
    }

    @Test
    void a_flipped_bit_anywhere_in_a_tar_is_found_and_leaves_nothing() throws IOException {
        var tar = directory.resolve("small.tar.zst");
        Packages.write(TakenIn.of(SampleProject.small().source()), PackageLayout.TAR_ZST, tar, Existing.REFUSE);
        var whole = Files.readAllBytes(tar);
        for (int at = 0; at < whole.length; at += 1 + whole.length / 300) {
            var flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(tar, flipped);
            assertThatThrownBy(() -> Packages.open(tar, options()).close())
                    .as("at %d", at)
                    .isInstanceOf(TempleException.class);
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void a_tar_cut_off_anywhere_is_found_and_leaves_nothing() throws IOException {
        var tar = directory.resolve("small.tar.zst");
        Packages.write(TakenIn.of(SampleProject.small().source()), PackageLayout.TAR_ZST, tar, Existing.REFUSE);
        var whole = Files.readAllBytes(tar);
        for (int length = 4; length < whole.length; length += 1 + whole.length / 300) {
            Files.write(tar, java.util.Arrays.copyOf(whole, length));
            refuses(
                    ErrorCode.PACKAGE_TRUNCATED,
                    () -> Packages.open(tar, options()).close());
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    private Json.Obj json(String path) throws IOException {
        return new Forgery(root).json(path);
    }

    private void change(String path, UnaryOperator<Json.Obj> change) throws IOException {
        new Forgery(root).change(path, change);
    }

    private void reseal(UnaryOperator<Json.Obj> changeOfManifest) throws IOException {
        new Forgery(root).reseal(changeOfManifest);
    }

    private void reseal() throws IOException {
        reseal(manifest -> manifest);
    }

    @Test
    void resealing_an_unchanged_package_changes_nothing() throws IOException {
        var before = DirectoryPackageTest.tree(root);
        reseal();
        assertThat(DirectoryPackageTest.tree(root)).isEqualTo(before);
        takeIn();
    }

    @Test
    void changed_content_is_refused_although_all_hashes_are_right() throws IOException {
        var blob = Files.write(root.resolve("files/file-000001.blob"), "# Evil!\n".getBytes());
        var hash = Sha256.of(Files.readAllBytes(blob)).hex();
        change("files/file-000001.json", file -> file.with("hash_sha256", hash));
        change("files/manifest.json", list -> {
            var files = new java.util.ArrayList<>(list.list("files"));
            files.set(0, ((Json.Obj) files.getFirst()).with("hash_sha256", hash));
            return list.with("files", new Json.Arr(files));
        });
        reseal();
        refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, this::takeIn);
    }

    @Test
    void a_hash_that_is_not_the_content_s_is_refused() throws IOException {
        change("files/file-000001.json", file -> file.with("hash_sha256", "0".repeat(64)));
        reseal();
        refuses(ErrorCode.PACKAGE_MALFORMED, this::takeIn).contains("file-000001.json");
    }

    @Test
    void another_state_is_refused() throws IOException {
        var other = SampleProject.small()
                .changeState(state -> state.with("time", "2027-01-01T00:00:00.000Z"))
                .state();
        Files.write(root.resolve(Names.STATE), other.bytes());
        reseal();
        refuses(ErrorCode.PACKAGE_STATE_MISMATCH, this::takeIn).contains("state.json");
        reseal(manifest -> manifest.with("contents", manifest.object("contents").with("content_root", "0".repeat(64))));
        refuses(ErrorCode.PACKAGE_STATE_MISMATCH, this::takeIn);
    }

    @Test
    void a_state_that_is_none_or_newer_is_refused() throws IOException {
        Files.writeString(root.resolve(Names.STATE), "{}");
        reseal();
        refuses(ErrorCode.PACKAGE_MALFORMED, this::takeIn).contains("state.json");
        Files.writeString(root.resolve(Names.STATE), "{\"state\":2}");
        reseal();
        refuses(ErrorCode.PACKAGE_VERSION_UNSUPPORTED, this::takeIn);
    }

    @Test
    void a_file_that_the_project_does_not_reach_is_refused() throws IOException {
        var content = "smuggled".getBytes();
        var id = new dev.templedb.packages.objects.ObjectHasher()
                .gitId(dev.templedb.packages.objects.ObjectKind.BLOB, content);
        Files.write(root.resolve("files/file-000004.blob"), content);
        var file = json("files/file-000001.json")
                .with("file_id", 4)
                .with("file_path", "z")
                .with("file_size_bytes", content.length)
                .with("hash_sha256", Sha256.of(content).hex());
        Files.write(
                root.resolve("files/file-000004.json"),
                PackageJson.write(file.with("metadata", file.object("metadata").with("git_blob_id", id.hex()))));
        reseal();
        refuses(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, this::takeIn).contains("file-000004");
        change("files/manifest.json", list -> {
            var files = new java.util.ArrayList<>(list.list("files"));
            files.add(Json.Obj.empty()
                    .with("file_id", 4)
                    .with("file_path", "z")
                    .with("hash_sha256", Sha256.of(content).hex()));
            return list.with("files", new Json.Arr(files)).with("total_files", 4);
        });
        reseal(manifest -> manifest.with("contents", manifest.object("contents").with("files", 4)));
        refuses(ErrorCode.PACKAGE_UNREACHABLE_OBJECT, this::takeIn);
    }

    @Test
    void frames_beside_the_index_are_refused() throws IOException {
        var frames = root.resolve("objects/0001.frames");
        var whole = Files.readAllBytes(frames);
        Files.write(frames, java.util.Arrays.copyOf(whole, whole.length + 1));
        reseal();
        refuses(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, this::takeIn);
        Files.write(frames, java.util.Arrays.copyOf(whole, whole.length - 1));
        reseal();
        refuses(ErrorCode.PACKAGE_TRUNCATED, this::takeIn);
        whole[whole.length / 2] ^= 1;
        Files.write(frames, whole);
        reseal();
        refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, this::takeIn).contains("Frame");
    }

    @Test
    void another_project_s_name_is_refused() throws IOException {
        change(Names.PROJECT, project -> project.with("slug", "other"));
        reseal();
        refuses(ErrorCode.PACKAGE_STATE_MISMATCH, this::takeIn).contains("project.json");
    }

    @Test
    void a_newer_minor_version_is_read_and_what_is_new_in_it_is_kept() throws IOException {
        change("files/file-000001.json", file -> file.with("mood", "good"));
        change(Names.PROJECT, project -> project.with("season", "spring"));
        reseal(manifest ->
                manifest.with("version", "1.4.0").with("later", Json.Obj.empty().with("x", 1)));
        TakenIn taken;
        try (var read = Packages.open(root, options())) {
            assertThat(read.notices()).singleElement().asString().contains("1.4.0");
            taken = TakenIn.of(read);
        }
        var again = directory.resolve("again.cathedral");
        Packages.write(taken, PackageLayout.DIRECTORY, again, Existing.REFUSE);
        StrictReader.check(again);
        try (var read = Packages.open(again, options())) {
            assertThat(read.unknownFields()).isEqualTo(taken.unknownFields());
            assertThat(read.unknownFields().object("manifest").object("later").whole("x"))
                    .contains(1L);
            assertThat(read.unknownFields().object("project").text("season")).contains("spring");
            assertThat(read.unknownFields().object("files").object("README.md").text("mood"))
                    .contains("good");
        }
    }

    @Test
    void a_newer_major_version_is_read_when_it_says_so() throws IOException {
        reseal(manifest -> manifest.with("version", "3.0.0")
                .with("source", manifest.object("source").without("backward_compatible_with")));
        refuses(ErrorCode.PACKAGE_VERSION_UNSUPPORTED, this::takeIn).contains("3.0.0");
        for (var place : List.of("source", "contents")) {
            reseal(manifest -> manifest.with(
                    place,
                    manifest.object(place)
                            .with("backward_compatible_with", Json.Arr.ofTexts(List.of("2.0.0", "1.0.0")))));
            takeIn();
        }
    }

    @Test
    void a_part_of_a_later_version_is_noted_and_one_of_this_version_is_refused() throws IOException {
        Files.writeString(root.resolve("metadata/later.txt"), "x");
        reseal();
        refuses(ErrorCode.PACKAGE_ENTRY_UNEXPECTED, this::takeIn).contains("metadata/later.txt");
        reseal(manifest -> manifest.with("version", "1.1.0"));
        try (var read = Packages.open(root, options())) {
            assertThat(read.notices()).anyMatch(notice -> notice.startsWith("metadata/later.txt"));
            TakenIn.of(read);
        }
    }
}
