package dev.templedb.packages.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicWritingTest {
    @TempDir
    Path directory;

    @Test
    void a_file_appears_when_it_is_committed_and_not_before() throws IOException {
        var target = directory.resolve("a.cathedral");
        try (var file = AtomicFile.begin(target, Existing.REFUSE)) {
            file.channel().write(ByteBuffer.wrap("new".getBytes()));
            assertThat(target).doesNotExist();
            file.commit();
        }
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("a.cathedral");
    }

    @Test
    void a_file_that_is_not_committed_leaves_nothing() {
        AtomicFile.begin(directory.resolve("a"), Existing.REFUSE).close();
        AtomicDirectory.begin(directory.resolve("b"), Existing.REFUSE).close();
        assertThat(names()).isEmpty();
    }

    @Test
    void what_is_there_stays_unless_it_may_be_replaced() throws IOException {
        var target = Files.writeString(directory.resolve("a"), "old");
        refuses(ErrorCode.PACKAGE_EXISTS, () -> AtomicFile.begin(target, Existing.REFUSE));
        try (var file = AtomicFile.begin(target, Existing.REPLACE)) {
            file.commit();
        }
        assertThat(target).hasContent("");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void a_directory_is_never_replaced_by_a_file() throws IOException {
        var target = Files.createDirectory(directory.resolve("a"));
        refuses(ErrorCode.PACKAGE_EXISTS, () -> AtomicFile.begin(target, Existing.REPLACE));
    }

    @Test
    void of_two_writers_of_one_new_file_the_second_is_refused() throws IOException {
        var target = directory.resolve("a");
        var first = AtomicFile.begin(target, Existing.REFUSE);
        var second = AtomicFile.begin(target, Existing.REFUSE);
        first.channel().write(ByteBuffer.wrap("first".getBytes()));
        first.commit();
        refuses(ErrorCode.PACKAGE_EXISTS, second::commit);
        assertThat(target).hasContent("first");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void a_directory_that_does_not_exist_cannot_be_written_to() {
        refuses(ErrorCode.PACKAGE_UNWRITABLE, () -> AtomicFile.begin(directory.resolve("no/a"), Existing.REFUSE));
        refuses(ErrorCode.PACKAGE_UNWRITABLE, () -> AtomicDirectory.begin(directory.resolve("no/a"), Existing.REFUSE));
        refuses(ErrorCode.PACKAGE_EXISTS, () -> AtomicFile.begin(Path.of("/"), Existing.REPLACE));
        refuses(ErrorCode.PACKAGE_EXISTS, () -> AtomicDirectory.begin(Path.of("/"), Existing.REPLACE));
    }

    @Test
    void a_directory_that_is_no_package_takes_the_place_of_an_empty_one_only() throws IOException {
        var target = Files.createDirectory(directory.resolve("a"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
        try (var written = AtomicDirectory.begin(target, Existing.REPLACE_EMPTY)) {
            for (int i = 0; i < 100; i++) {
                Files.writeString(
                        Files.createDirectories(written.path().resolve("d" + i)).resolve("f"), "x");
            }
            assertThat(target).isEmptyDirectory();
            written.commit();
        }
        assertThat(target.resolve("d99/f")).hasContent("x");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(names()).containsExactly("a");
        refuses(ErrorCode.TARGET_NOT_EMPTY, () -> AtomicDirectory.begin(target, Existing.REPLACE_EMPTY));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        refuses(
                ErrorCode.TARGET_NOT_EMPTY,
                () -> AtomicDirectory.begin(directory.resolve("link"), Existing.REPLACE_EMPTY));
        refuses(
                ErrorCode.TARGET_UNWRITABLE,
                () -> AtomicDirectory.begin(directory.resolve("no/a"), Existing.REPLACE_EMPTY));
    }

    @Test
    void an_empty_directory_that_is_filled_meanwhile_stays() throws IOException {
        var target = Files.createDirectory(directory.resolve("a"));
        var written = AtomicDirectory.begin(target, Existing.REPLACE_EMPTY);
        Files.writeString(target.resolve("mine"), "x");
        refuses(ErrorCode.TARGET_NOT_EMPTY, written::commit);
        assertThat(target.resolve("mine")).hasContent("x");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void a_directory_appears_whole() throws IOException {
        var target = directory.resolve("a");
        try (var tree = AtomicDirectory.begin(target, Existing.REFUSE)) {
            Files.createDirectory(tree.path().resolve("sub"));
            Files.writeString(tree.path().resolve("sub/file"), "x");
            Files.createSymbolicLink(tree.path().resolve("link"), Path.of("nowhere"));
            assertThat(target).doesNotExist();
            tree.commit();
        }
        assertThat(target.resolve("sub/file")).hasContent("x");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void a_directory_replaces_a_package_only() throws IOException {
        var target = Files.createDirectory(directory.resolve("a"));
        Files.writeString(target.resolve("thesis.txt"), "precious");
        refuses(ErrorCode.PACKAGE_EXISTS, () -> AtomicDirectory.begin(target, Existing.REPLACE));
        Files.writeString(target.resolve("manifest.json"), "{}");
        refuses(ErrorCode.PACKAGE_EXISTS, () -> AtomicDirectory.begin(target, Existing.REFUSE));
        try (var tree = AtomicDirectory.begin(target, Existing.REPLACE)) {
            Files.writeString(tree.path().resolve("manifest.json"), "new");
            tree.commit();
        }
        assertThat(target.resolve("manifest.json")).hasContent("new");
        assertThat(target.resolve("thesis.txt")).doesNotExist();
        assertThat(names()).containsExactly("a");
    }

    @Test
    void of_two_writers_of_one_new_directory_the_second_is_refused() throws IOException {
        var target = directory.resolve("a");
        var first = AtomicDirectory.begin(target, Existing.REFUSE);
        var second = AtomicDirectory.begin(target, Existing.REFUSE);
        Files.writeString(first.path().resolve("manifest.json"), "first");
        first.commit();
        refuses(ErrorCode.PACKAGE_EXISTS, second::commit);
        assertThat(target.resolve("manifest.json")).hasContent("first");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void leftovers_of_a_killed_run_are_swept_by_the_next() throws IOException {
        Files.writeString(directory.resolve(Leftovers.PREFIX + "0000000000000001.tmp"), "half");
        Files.writeString(directory.resolve(Leftovers.PREFIX + "0000000000000002.lock"), "b");
        Files.createDirectories(directory.resolve(Leftovers.PREFIX + "0000000000000002.dir/sub"));
        AtomicFile.begin(directory.resolve("a"), Existing.REFUSE).close();
        assertThat(names()).isEmpty();
    }

    @Test
    void a_directory_that_was_just_being_replaced_gets_its_name_back() throws IOException {
        Files.writeString(directory.resolve(Leftovers.PREFIX + "0000000000000002.lock"), "b");
        var old = Files.createDirectories(directory.resolve(Leftovers.PREFIX + "0000000000000002.old"));
        Files.writeString(old.resolve("manifest.json"), "old");
        Files.createDirectories(directory.resolve(Leftovers.PREFIX + "0000000000000002.dir"));
        Leftovers.sweep(directory);
        assertThat(names()).containsExactly("b");
        assertThat(directory.resolve("b/manifest.json")).hasContent("old");
    }

    @Test
    void a_damaged_lock_file_never_moves_anything_elsewhere() throws IOException {
        Files.writeString(directory.resolve(Leftovers.PREFIX + "0000000000000002.lock"), "../outside");
        Files.createDirectories(directory.resolve(Leftovers.PREFIX + "0000000000000002.old"));
        Leftovers.sweep(directory);
        assertThat(directory.resolveSibling("outside")).doesNotExist();
    }

    @Test
    void what_another_process_works_on_is_left_alone() throws Exception {
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("holding");
            Leftovers.sweep(directory);
            assertThat(names()).hasSize(3);
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        Leftovers.sweep(directory);
        assertThat(names()).isEmpty();
    }

    /// Begins a file and a directory and waits to be killed.
    static final class Holder {
        public static void main(String[] args) throws InterruptedException {
            try (var file = AtomicFile.begin(Path.of(args[0], "a"), Existing.REFUSE);
                    var tree = AtomicDirectory.begin(Path.of(args[0], "b"), Existing.REFUSE)) {
                System.out.println(file != null && tree != null ? "holding" : "");
                Thread.sleep(60_000);
            }
        }
    }

    private List<String> names() {
        try (var paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
