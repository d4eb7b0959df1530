package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.samples.SampleProject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every hostile package ends with its error, and nothing is written.
class HostileFileTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/hostile-file");

    @TempDir
    Path directory;

    @TestFactory
    java.util.stream.Stream<DynamicTest> each_hostile_package_is_refused_with_its_error() throws IOException {
        var made = HostileFiles.make();
        if (Boolean.getBoolean("templedb.updateGolden")) {
            store(made);
        }
        var file = directory.resolve("hostile.cathedral");
        return made.entrySet().stream()
                .map(hostile -> DynamicTest.dynamicTest(hostile.getKey(), () -> {
                    Files.write(file, hostile.getValue().bytes());
                    assertThat(errorOf(file)).isEqualTo(id(hostile.getValue().expected()));
                    try (var left = Files.list(directory)) {
                        assertThat(left).containsExactly(file);
                    }
                }));
    }

    @Test
    void the_stored_vectors_are_the_ones_that_are_made_and_have_their_errors() throws Exception {
        var index = JsonReader.readObject(Files.readAllBytes(VECTORS.resolve("index.json")));
        var expected = new TreeMap<String, String>();
        HostileFiles.make().forEach((name, hostile) -> expected.put(name + ".cathedral", id(hostile.expected())));
        var stored = new TreeMap<String, String>();
        index.members().forEach((name, id) -> stored.put(name, id instanceof Json.Str(var text) ? text : "none"));
        assertThat(stored).isEqualTo(expected);
        stored.forEach((name, id) ->
                assertThat(errorOf(VECTORS.resolve(name))).as(name).isEqualTo(id));
    }

    @Test
    void a_package_cut_off_anywhere_is_refused() throws IOException {
        var good = RawPackage.bytesOf(SampleProject.small());
        var file = directory.resolve("cut.cathedral");
        Files.write(file, good);
        for (int length = good.length - 1; length >= 0; length--) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            assertThat(errorOf(file))
                    .as("cut off at %d", length)
                    .isIn(ErrorCode.PACKAGE_TRUNCATED.id(), ErrorCode.PACKAGE_NOT_RECOGNIZED.id());
        }
    }

    @Test
    void every_flipped_bit_is_refused() throws IOException {
        var good = RawPackage.bytesOf(SampleProject.small());
        var file = directory.resolve("flipped.cathedral");
        Files.write(file, good);
        assertThat(errorOf(file)).isEqualTo("none");
        for (int at = 0; at < good.length; at++) {
            put(file, at, good[at] ^ 1 << at % 8);
            assertThat(errorOf(file)).as("byte %d", at).startsWith("TDB-");
            put(file, at, good[at]);
        }
    }

    @Test
    void bombs_stay_within_64_megabytes() throws Exception {
        var file = Files.write(
                directory.resolve("bomb.cathedral"),
                HostileFiles.make().get("frame-bomb").bytes());
        var unknown = Files.write(
                directory.resolve("unknown.cathedral"),
                HostileFiles.make().get("frame-bomb-of-unknown-size").bytes());
        var lying = Files.write(
                directory.resolve("lying.cathedral"),
                HostileFiles.make().get("size-of-2147483632").bytes());
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Verify.class.getName(),
                        file.toString(),
                        unknown.toString(),
                        lying.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines()).containsExactly("TDB-1205", "TDB-1205", "TDB-1204");
    }

    /// Prints how the verification of each file ends.
    static final class Verify {
        public static void main(String[] files) {
            for (var file : files) {
                System.out.println(errorOf(Path.of(file)));
            }
        }
    }

    @Test
    void errors_name_the_part() throws IOException {
        var file = directory.resolve("a.cathedral");
        Files.write(
                file, RawPackage.small().set("metadata/tags.json", new byte[3]).bytes());
        assertThatCode(() -> RawPackage.verify(file)).hasMessageContaining("metadata/tags.json");
        Files.write(file, HostileFiles.make().get("frame-changed").bytes());
        assertThatCode(() -> RawPackage.verify(file)).hasMessageContaining("Frame 0");
        Files.write(file, HostileFiles.make().get("tree-dot-git").bytes());
        assertThatCode(() -> RawPackage.verify(file))
                .hasMessageContaining("frame 0")
                .hasMessageContaining(".git");
    }

    private static void put(Path file, int at, int value) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
        }
    }

    private static String errorOf(Path file) {
        try {
            RawPackage.verify(file);
            return "none";
        } catch (TempleException refused) {
            return refused.code().id();
        }
    }

    private static String id(@org.jspecify.annotations.Nullable ErrorCode code) {
        return code == null ? "none" : code.id();
    }

    private static void store(java.util.Map<String, HostileFiles.Hostile> made) throws IOException {
        Files.createDirectories(VECTORS);
        try (var old = Files.list(VECTORS)) {
            for (var file : old.toList()) {
                Files.delete(file);
            }
        }
        var index = Json.Obj.empty();
        for (var hostile : made.entrySet()) {
            var name = hostile.getKey() + ".cathedral";
            Files.write(VECTORS.resolve(name), hostile.getValue().bytes());
            var expected = hostile.getValue().expected();
            index = index.with(name, expected == null ? Json.NULL : new Json.Str(expected.id()));
        }
        Files.write(VECTORS.resolve("index.json"), PackageJson.write(index));
    }
}
