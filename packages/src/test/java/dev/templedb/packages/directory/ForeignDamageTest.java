package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.FrameAccess;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.TakenIn;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packages of the Python tool that somebody changed, before they are read or meanwhile.
class ForeignDamageTest {
    private static final String FIRST = "files/file-000001.json";

    @TempDir
    private Path directory;

    private Path root;
    private Forgery forgery;

    @BeforeEach
    void unpack() {
        var vector = Path.of("src/test/resources/vectors/hostile-directory/good.tar.gz")
                .toAbsolutePath();
        Shell.run(directory, "tar -xzf '" + vector + "'");
        root = directory.resolve("evil.cathedral");
        forgery = new Forgery(root);
    }

    /// Leaves out the checksum, so that a change of the content shows elsewhere.
    private void forget() throws IOException {
        forgery.change(Names.MANIFEST, manifest -> manifest.without("checksums"));
    }

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    private void open() {
        Packages.open(root, options()).close();
    }

    @Test
    void without_the_list_of_files_their_descriptions_are_the_list() throws IOException {
        Files.delete(root.resolve(Names.FILES_MANIFEST));
        try (var read = Packages.open(root, options())) {
            assertThat(TakenIn.of(read).contents()).containsOnlyKeys("a.txt", "b/c.py");
        }
        forget();
        forgery.change(FIRST, file -> file.with("file_id", 3));
        refuses(ErrorCode.PACKAGE_MALFORMED, this::open).contains("\"file_id\" is not 1");
    }

    @Test
    void a_signature_and_a_wrong_count_are_said() throws IOException {
        forgery.change(
                Names.MANIFEST,
                manifest -> manifest.with("signature", "signed")
                        .with("contents", manifest.object("contents").with("files", 1)));
        try (var read = Packages.open(root, options())) {
            assertThat(read.notices())
                    .anyMatch(notice -> notice.contains("signature"))
                    .anyMatch(notice -> notice.contains("counts 1 files, and the package lists 2"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-23, 2026-02-23T00:00:00Z",
        "yesterday, 1970-01-01T00:00:00Z",
        "2026-02-30, 1970-01-01T00:00:00Z",
        "2026-02-23 12:00:00, 2026-02-23T12:00:00Z",
        "2026-02-23T12:00:00.123456+0200, 2026-02-23T10:00:00.123Z",
        "-999999999-01-01, 1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z, 1970-01-01T00:00:00Z"
    })
    void times_that_cannot_be_or_cannot_be_read_are_the_epoch(String written, String expected) throws IOException {
        forgery.change(Names.MANIFEST, manifest -> manifest.with("created_at", written));
        forget();
        forgery.change(Names.PROJECT, project -> project.without("updated_at"));
        try (var read = Packages.open(root, options())) {
            assertThat(read.state().time()).isEqualTo(Instant.parse(expected));
        }
    }

    @Test
    void more_facts_than_a_state_may_have_make_no_project() throws IOException {
        forget();
        var numbers = new Json.Arr(Collections.nCopies(249_990, Json.NULL));
        forgery.change(
                Names.PROJECT,
                project -> Json.Obj.empty()
                        .with("slug", "many")
                        .with("metadata", Json.Obj.empty().with("numbers", numbers)));
        refuses(ErrorCode.PACKAGE_MALFORMED, this::open).contains("makes no project");
    }

    @Test
    void a_part_whose_name_is_too_long_for_a_document_is_refused_or_left_out() throws IOException {
        forget();
        Files.createDirectories(root.resolve("metadata"));
        var name = "metadata/" + "\u00fc".repeat(120);
        Files.writeString(root.resolve(name), "x");
        refuses(ErrorCode.PACKAGE_ENTRY_UNSAFE, this::open).contains("too long");
        try (var read = Packages.open(root, options().asPartial())) {
            assertThat(read.leftOut()).extracting(LeftOut::what).containsExactly(name);
        }
    }

    private void setFirst(byte[] then, byte[] now) throws IOException {
        forget();
        Files.write(root.resolve("files/file-000001.blob"), now);
        var hash = Sha256.of(then).hex();
        forgery.change(FIRST, file -> file.with("hash_sha256", hash).with("file_size_bytes", then.length));
        forgery.changeListed(0, file -> file.with("hash_sha256", hash));
    }

    @Test
    void carriage_returns_that_end_no_line_stay() throws IOException {
        var then = "a\r\nb\r".getBytes(StandardCharsets.UTF_8);
        setFirst(then, "a\r\r\nb\r".getBytes(StandardCharsets.UTF_8));
        try (var read = Packages.open(root, options())) {
            assertThat(TakenIn.of(read).contents().get("a.txt")).isEqualTo(then);
        }
    }

    @Test
    void a_content_of_another_length_than_described_is_refused_or_left_out() throws IOException {
        forget();
        forgery.change(FIRST, file -> file.with("file_size_bytes", 1));
        refuses(ErrorCode.PACKAGE_MALFORMED, this::open).contains("instead of the 1");
        try (var read = Packages.open(root, options().asPartial())) {
            assertThat(TakenIn.of(read).contents()).containsOnlyKeys("b/c.py");
            assertThat(read.leftOut()).extracting(LeftOut::what).containsExactly("files/file-000001.blob (a.txt)");
        }
    }

    @Test
    void a_large_file_comes_in_pieces() throws IOException {
        var large = new byte[(4 << 20) + 1];
        new Random(1).nextBytes(large);
        setFirst(large, large);
        try (var read = Packages.open(root, options())) {
            PackageChecker.verify(read, 1, Progress.NONE);
            assertThat(TakenIn.of(read).contents().get("a.txt")).isEqualTo(large);
            assertThat(((FrameAccess) read).frame(0).compressed()).isNotEmpty();
        }
    }

    @Test
    void a_changed_byte_anywhere_in_a_tar_gz_is_found() throws IOException {
        var vector = Path.of("src/test/resources/vectors/hostile-directory/good.tar.gz");
        var whole = Files.readAllBytes(vector);
        var tar = directory.resolve("changed.tar.gz");
        // Not the header of gzip, which says nothing of the content.
        for (int at = 10; at < whole.length; at += 1 + whole.length / 80) {
            var changed = whole.clone();
            changed[at] ^= 0x10;
            Files.write(tar, changed);
            assertThatThrownBy(() -> Packages.open(tar, options()).close())
                    .as("at %d", at)
                    .isInstanceOf(TempleException.class);
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void parts_that_change_or_go_away_while_they_are_read_are_named() throws IOException {
        forget();
        Files.createDirectories(root.resolve("metadata"));
        var note = Files.writeString(root.resolve("metadata/note.txt"), "one");
        try (var read = Packages.open(root, options())) {
            Files.writeString(note, "two");
            refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, () -> TakenIn.of(read)).contains("changed while it was read");
            Files.delete(note);
            refuses(ErrorCode.SOURCE_UNREADABLE, () -> TakenIn.of(read)).contains("metadata/note.txt");
            Files.delete(root.resolve("files/file-000001.blob"));
            refuses(ErrorCode.SOURCE_UNREADABLE, () -> TakenIn.of(read)).contains("files/file-000001.blob");
        }
    }
}
