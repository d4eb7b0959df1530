package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The incremental packages that the format's document promises.
class IncrementVectorsTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/increments");

    @TempDir
    private Path scratch;

    @Test
    void every_package_of_the_chain_can_be_proved_alone_and_names_its_base() throws Exception {
        var index = JsonReader.readObject(Files.readAllBytes(VECTORS.resolve("index.json")));
        for (var name : index.members().keySet()) {
            try (var opened =
                    PackageFileReader.open(VECTORS.resolve(name), OpenOptions.strict(scratch, Progress.NONE))) {
                PackageChecker.verify(opened, 1, Progress.NONE);
                assertThat(opened.state().root().hex())
                        .isEqualTo(index.object(name).text("content_root").orElseThrow());
                assertThat(opened.base().<Json>map(PackageBase::json).orElse(Json.NULL))
                        .isEqualTo(index.object(name).get("base"));
            }
        }
    }

    @Test
    void an_increment_that_is_altered_or_cut_off_anywhere_is_refused() throws Exception {
        var good = Files.readAllBytes(VECTORS.resolve("1-increment.cathedral"));
        var file = scratch.resolve("broken.cathedral");
        for (int at = 0; at < good.length; at += 11) {
            var flipped = good.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            for (var broken : List.of(flipped, Arrays.copyOf(good, at))) {
                Files.write(file, broken);
                assertThatThrownBy(() -> verify(file)).as("byte %d", at).isInstanceOf(TempleException.class);
            }
        }
    }

    private void verify(Path file) {
        try (var opened = PackageFileReader.open(file, OpenOptions.strict(scratch, Progress.NONE))) {
            PackageChecker.verify(opened, 1, Progress.NONE);
        }
    }
}
