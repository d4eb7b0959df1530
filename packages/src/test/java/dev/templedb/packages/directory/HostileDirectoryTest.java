package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.samples.TakenIn;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The broken and hostile packages in `vectors/hostile-directory`, each with its error. `make.py` there makes them.
class HostileDirectoryTest {
    @TempDir
    Path directory;

    record Vector(String name, String error, String why) {
        @Override
        public String toString() {
            return name + ": " + why;
        }
    }

    private static Path vectors() {
        try {
            return Path.of(HostileDirectoryTest.class
                    .getResource("/vectors/hostile-directory")
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Stream<Vector> all() throws IOException {
        return Files.readAllLines(vectors().resolve("expected.tsv")).stream()
                .map(line -> line.split("\t"))
                .map(line -> new Vector(line[0], line[1], line[2]));
    }

    static Stream<Vector> thatCanLieInDirectories() throws IOException {
        return all().filter(vector -> vector.name()
                        .matches("(good|path|hash|missing|list|number|size|manifest|json|version|format)-.*"))
                .filter(vector -> !vector.name().contains("dot-slash")
                        && !vector.name().contains("no-root")
                        && !vector.name().contains("other-root"));
    }

    private OpenOptions options() {
        return new OpenOptions(false, directory.resolve("scratch"), 256L << 20, 10_000, Progress.NONE);
    }

    private void opens(Path package_, Vector vector) throws IOException {
        if (vector.error().equals("-")) {
            try (var read = Packages.open(package_, options())) {
                assertThat(TakenIn.of(read).contents()).isNotEmpty();
            }
        } else {
            refuses(
                    ErrorCode.valueOf(vector.error()),
                    () -> Packages.open(package_, options()).close());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_tar_ends_with_its_error_and_leaves_nothing(Vector vector) throws IOException {
        opens(vectors().resolve(vector.name()), vector);
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
        assertThat(directory.toFile().list()).containsExactly("scratch");
    }

    @ParameterizedTest
    @MethodSource("thatCanLieInDirectories")
    void each_directory_ends_with_the_same_error(Vector vector) throws IOException {
        opens(unpacked(vector.name()), vector);
    }

    private Path unpacked(String name) throws IOException {
        var root = directory.resolve("unpacked");
        try (var tar = new TarArchiveInputStream(
                new GZIPInputStream(Files.newInputStream(vectors().resolve(name))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = root.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, tar.readAllBytes());
            }
        }
        return root.resolve("evil.cathedral");
    }

    @Test
    void a_partial_reading_leaves_unsafe_paths_out_and_lists_them() throws IOException {
        for (var vector : all().filter(vector -> vector.error().equals("PACKAGE_PATH_UNSAFE"))
                .toList()) {
            try (var read =
                    Packages.open(vectors().resolve(vector.name()), options().asPartial())) {
                assertThat(read.leftOut()).as(vector.toString()).hasSize(1);
                assertThat(TakenIn.of(read).contents()).as(vector.toString()).hasSize(1);
            }
        }
    }

    @Test
    void a_partial_reading_leaves_damaged_content_out_and_lists_it() {
        try (var read =
                Packages.open(vectors().resolve("hash-blob.tar.gz"), options().asPartial())) {
            assertThat(read.leftOut())
                    .extracting("what")
                    .containsExactly("files/file-000001.blob (a.txt)", "The package");
            assertThat(TakenIn.of(read).contents()).containsOnlyKeys("b/c.py");
        }
    }

    @Test
    void links_and_odd_entries_in_a_directory_are_refused() throws IOException {
        var root = unpacked("good.tar.gz");
        var link = Files.createSymbolicLink(root.resolve("metadata"), Path.of("/etc"));
        refuses(ErrorCode.PACKAGE_ENTRY_UNSAFE, () -> Packages.open(root, options()))
                .contains("metadata");
        Files.delete(link);
        var blob = root.resolve("files/file-000001.blob");
        Files.move(blob, directory.resolve("elsewhere"));
        Files.createSymbolicLink(blob, directory.resolve("elsewhere"));
        refuses(ErrorCode.PACKAGE_ENTRY_UNSAFE, () -> Packages.open(root, options()))
                .contains("file-000001.blob");
    }

    @Test
    void what_desktops_leave_is_ignored_and_said() throws IOException {
        var root = unpacked("good.tar.gz");
        Files.writeString(root.resolve("files/.DS_Store"), "x");
        try (var read = Packages.open(root, options())) {
            assertThat(read.notices()).anyMatch(notice -> notice.contains(".DS_Store"));
            assertThat(TakenIn.of(read).contents()).hasSize(2);
        }
    }

    @Test
    void content_without_a_description_is_said() throws IOException {
        var root = unpacked("good.tar.gz");
        Files.writeString(root.resolve("files/file-000009.blob"), "orphan");
        refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, () -> Packages.open(root, options()));
        try (var read = Packages.open(root, options().asPartial())) {
            assertThat(read.notices()).anyMatch(notice -> notice.startsWith("files/file-000009.blob"));
        }
    }

    @Test
    void more_entries_than_allowed_are_refused() {
        var few = new OpenOptions(false, directory.resolve("scratch"), 1 << 20, 5, Progress.NONE);
        refuses(ErrorCode.PACKAGE_TOO_LARGE, () -> Packages.open(vectors().resolve("good.tar.gz"), few));
    }

    @Test
    void a_tar_cut_off_anywhere_is_refused_and_leaves_nothing() throws IOException {
        for (var name : List.of("good.tar.gz", "good-gnu.tar.gz")) {
            var whole = Files.readAllBytes(vectors().resolve(name));
            for (int length = 2; length < whole.length; length += 1 + whole.length / 150) {
                var cut = Files.write(directory.resolve("cut"), java.util.Arrays.copyOf(whole, length));
                refuses(
                        ErrorCode.PACKAGE_TRUNCATED,
                        () -> Packages.open(cut, options()).close());
            }
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void what_is_no_package_is_not_recognized() throws IOException {
        refuses(ErrorCode.PACKAGE_NOT_FOUND, () -> Packages.open(directory.resolve("none"), options()));
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> Packages.open(directory, options()));
        var text = Files.writeString(directory.resolve("text.cathedral"), "hello");
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> Packages.open(text, options()));
        var empty = Files.createFile(directory.resolve("empty.cathedral"));
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> Packages.open(empty, options()));
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> Packages.open(Path.of("/dev/null"), options()));
    }

    /// Opens each argument and prints its error, for a JVM with little memory.
    public static final class Opener {
        public static void main(String[] paths) throws IOException {
            var scratch = Files.createTempDirectory("opener");
            for (var path : paths) {
                var options = new OpenOptions(false, scratch, 256L << 20, 10_000, Progress.NONE);
                try (var read = Packages.open(Path.of(path), options)) {
                    System.out.println("opened " + read.rawBytes());
                } catch (TempleException refused) {
                    System.out.println(refused.code());
                }
            }
            try (var left = Files.list(scratch)) {
                System.out.println("left " + left.count());
            }
            Files.delete(scratch);
        }
    }

    @Test
    void bombs_are_refused_in_64_mebibytes_of_memory() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName()));
        for (var name : List.of("bomb-entry", "bomb-header", "bomb-pax", "json-long", "good")) {
            command.add(vectors().resolve(name + ".tar.gz").toString());
        }
        var child = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactly(
                        "PACKAGE_TOO_LARGE",
                        "PACKAGE_TOO_LARGE",
                        "PACKAGE_TOO_LARGE",
                        "PACKAGE_TOO_LARGE",
                        "opened 2109",
                        "left 0");
    }
}
