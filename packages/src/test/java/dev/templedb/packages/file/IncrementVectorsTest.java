package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
