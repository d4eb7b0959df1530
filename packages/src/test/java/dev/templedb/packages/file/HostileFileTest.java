package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.samples.SampleProject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
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
        assertThat(verifiedWithin(64, file, unknown, lying)).containsExactly("TDB-1205", "TDB-1205", "TDB-1204");
    }

    /// Some bytes of JSON or of the frame index take a hundred times their length once they are read.
    @Test
    void wide_json_and_long_lists_of_frames_end_with_an_error_that_names_the_part() throws Exception {
        var state = new String(RawPackage.small().content("state.json"), StandardCharsets.UTF_8);
        var files = new ArrayList<Path>();
        for (var unknown : List.of("\"%06d\":{\"a\":{}}", "\"%06d\":[[[]],[]]", "\"%06d\":1")) {
            var bomb = beforeEnd(state, "zzz", members(unknown, 300_000));
            var wide = RawPackage.small().set("state.json", bomb).relist();
            files.add(stored("state-%d".formatted(files.size()), wide.bytes()));
        }
        var long_ = beforeEnd(state, "zzz", members("\"%06d\":\"" + "x".repeat(200) + "\"", 90_000));
        files.add(stored(
                "long", RawPackage.small().set("state.json", long_).relist().bytes()));
        var text = beforeEnd(state, "zzz", "\"\u0416" + "x".repeat(15 << 20) + "\"");
        files.add(stored(
                "text", RawPackage.small().set("state.json", text).relist().bytes()));
        for (var name : List.of("manifest.json", "project.json")) {
            var small = new String(RawPackage.small().content(name), StandardCharsets.UTF_8);
            var wide = RawPackage.small().set(name, beforeEnd(small, "zzz", members("\"%06d\":{\"a\":{}}", 200_000)));
            files.add(stored(
                    name, name.startsWith("m") ? wide.bytes() : wide.relist().bytes()));
        }
        files.add(stored(
                "frames",
                RawPackage.small()
                        .set("objects/index", indexOf(400_000))
                        .relist()
                        .bytes()));

        var ends = verifiedWithin(110, files.toArray(Path[]::new));

        assertThat(ends)
                .containsExactly(
                        "TDB-1209", "TDB-1209", "TDB-1209", "TDB-1209", "TDB-1205", "TDB-1209", "TDB-1209", "TDB-1209");
        assertThatCode(() -> RawPackage.verify(files.get(0))).hasMessageContaining("state.json");
        assertThatCode(() -> RawPackage.verify(files.get(5))).hasMessageContaining("manifest.json");
        assertThatCode(() -> RawPackage.verify(files.get(6))).hasMessageContaining("project.json");
        assertThatCode(() -> RawPackage.verify(files.get(7))).hasMessageContaining("objects/index");
    }

    /// As many as an honest project may have, and a quick answer.
    @Test
    void a_hundred_thousand_unknown_members_are_only_unknown_members() throws Exception {
        var manifest = new String(RawPackage.small().content("manifest.json"), StandardCharsets.UTF_8);
        var wide = beforeEnd(manifest, "zzz", members("\"%06d\":1", 100_000));
        var top = beforeEnd(new String(wide, StandardCharsets.UTF_8), members("\"%06d\":1", 100_000));
        var file = stored("wide", RawPackage.small().set("manifest.json", top).bytes());

        assertThat(verifiedWithin(160, file)).containsExactly("none");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (var opened = PackageFileReader.open(file, OpenOptions.strict(directory, Progress.NONE))) {
                assertThat(opened.unknownFields().object("manifest").members()).hasSize(100_001);
            }
        });
    }

    private Path stored(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name + ".cathedral"), bytes);
    }

    private static String members(String form, int count) {
        return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining(",", "{", "}"));
    }

    private static byte[] beforeEnd(String object, String name, String value) {
        return beforeEnd(object, "{\"%s\":%s}".formatted(name, value));
    }

    private static byte[] beforeEnd(String object, String members) {
        var inside = members.substring(1, members.length() - 1);
        return (object.substring(0, object.lastIndexOf('}')).stripTrailing() + "," + inside + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// An index of frames of one empty blob each.
    private static byte[] indexOf(int frames) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("TDBFRM1\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {(byte) (frames | 0x80), (byte) (frames >> 7 | 0x80), (byte) (frames >> 14)});
        for (int frame = 0; frame < frames; frame++) {
            out.write(1);
            out.writeBytes(new byte[Sha256.BYTES]);
            out.writeBytes(new byte[] {1, 3});
        }
        out.writeBytes(Sha256.of(out.toByteArray()).bytes());
        return out.toByteArray();
    }

    private static List<String> verifiedWithin(int megabytes, Path... files) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx%dm".formatted(megabytes),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Verify.class.getName()));
        for (var file : files) {
            command.add(file.toString());
        }
        var child = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().toList();
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
