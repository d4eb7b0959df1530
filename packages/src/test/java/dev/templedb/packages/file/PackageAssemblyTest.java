package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.samples.SampleProject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageAssemblyTest {
    @TempDir
    Path directory;

    @Test
    void a_package_that_was_taken_apart_is_put_together_again_byte_for_byte() throws IOException {
        var whole = SampleProject.small().oneObjectPerFrame();

        assertThat(assembled(whole, Optional.empty())).isEqualTo(written(whole));
    }

    @Test
    void an_increment_and_what_a_newer_version_added_too() throws IOException {
        var base = new PackageBase(List.of(Sha256.of(new byte[] {1})), List.of());
        var content = new byte[] {1, 2, 3};
        var increment = SampleProject.small()
                .base(base)
                .carry(new CarriedEntry(
                        "metadata/new.bin",
                        "2.9.0",
                        content.length,
                        Sha256.of(content),
                        () -> new ByteArrayInputStream(content)));

        assertThat(assembled(increment, Optional.of(base))).isEqualTo(written(increment));
    }

    @Test
    void a_whole_package_becomes_an_increment_that_says_so() throws IOException {
        var base = new PackageBase(List.of(Sha256.of(new byte[] {1})), List.of());
        var project = SampleProject.small();
        Files.write(directory.resolve("made"), assembled(project, Optional.of(base)));

        try (var opened = open(directory.resolve("made"))) {
            assertThat(opened.base()).contains(base);
            assertThat(opened.state()).isEqualTo(project.state());
        }
        assertThat(Files.readAllBytes(directory.resolve("made"))).isEqualTo(written(project.base(base)));
    }

    private byte[] written(SampleProject project) throws IOException {
        var target = directory.resolve("written");
        PackageFileWriter.write(project.source(), target, Existing.REPLACE);
        return Files.readAllBytes(target);
    }

    private byte[] assembled(SampleProject project, Optional<PackageBase> base) throws IOException {
        written(project);
        var out = new ByteArrayOutputStream();
        try (var opened = open(directory.resolve("written"))) {
            var frames = new PackageFrames();
            var compressed = new ByteArrayOutputStream();
            for (int number = 0; number < opened.frameCount(); number++) {
                var bytes = opened.frame(number).compressed();
                frames.add(opened.index().entries().get(number), bytes);
                compressed.writeBytes(bytes);
            }
            for (var part : PackageAssembly.parts(opened.description(1 << 20), base, frames)) {
                switch (part) {
                    case PackageAssembly.Part.Bytes(var bytes) -> out.writeBytes(bytes);
                    case PackageAssembly.Part.Frames(var from, var length) ->
                        out.write(compressed.toByteArray(), (int) from, (int) length);
                }
            }
        }
        return out.toByteArray();
    }

    private static PackageFileReader open(Path file) {
        return PackageFileReader.open(file, OpenOptions.strict(file.resolveSibling("scratch"), Progress.NONE));
    }
}
