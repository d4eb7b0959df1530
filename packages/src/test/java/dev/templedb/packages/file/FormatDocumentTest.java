package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples in `docs/formats` are what the stored vectors hold.
class FormatDocumentTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors");
    private static final Pattern HEX = Pattern.compile("^([0-9a-f]{8})  ((?:[0-9a-f]{2} ?)+)$", Pattern.MULTILINE);

    @Test
    void the_hex_dumps_are_parts_of_the_good_package() throws Exception {
        var document = Files.readString(Path.of("../docs/formats/cathedral-package.md"));
        var file = Files.readAllBytes(VECTORS.resolve("hostile-file/good.cathedral"));
        int shown = 0;
        for (var matcher = HEX.matcher(document); matcher.find(); ) {
            int at = HexFormat.fromHexDigits(matcher.group(1));
            var bytes = HexFormat.of().parseHex(matcher.group(2).replace(" ", ""));
            assertThat(bytes).as(matcher.group()).isEqualTo(java.util.Arrays.copyOfRange(file, at, at + bytes.length));
            shown += bytes.length;
        }
        assertThat(shown).isEqualTo(43 + 92 + 22);
    }

    @Test
    void the_example_state_has_the_root_that_the_document_says() throws Exception {
        var document = Files.readString(Path.of("../docs/formats/project-state.md"));
        assertThat(document).contains(Files.readString(VECTORS.resolve("state/good-smallest.json")));
        var index = JsonReader.readObject(Files.readAllBytes(VECTORS.resolve("state/index.json")));
        for (var name : new String[] {"good-smallest.json", "good-full.json"}) {
            assertThat(index.get(name)).isInstanceOf(Json.Obj.class);
            assertThat(document)
                    .contains(index.object(name).text("content_root").orElseThrow());
        }
    }
}
