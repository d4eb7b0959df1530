package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryListTest {
    private static final String HASH = "ab".repeat(32);
    private static final String PART = "{'path': 'schema.sql', 'bytes': 7, 'sha256': '" + HASH + "'}";

    @Test
    void says_the_length_and_hash_of_each_part() {
        var list = read("{'entries': [" + PART + "], 'total_entries': 1}");

        assertThat(list.parts())
                .containsOnlyKeys("schema.sql")
                .containsValue(new EntryList.Part(7, Sha256.parse(HASH)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'entries': [7], 'total_entries': 1} | an entry is no object",
                "{'entries': [PART, PART], 'total_entries': 2} | \"schema.sql\" is listed twice",
                "{'entries': [PART], 'total_entries': 2} | its count is wrong",
                "{'entries': [PART]} | its count is wrong",
                "{'entries': [{'path': 'a', 'bytes': 7}], 'total_entries': 1} | objects/manifest.json",
                "{'entries': [{'path': 'a', 'bytes': 7, 'sha256': 'no'}], 'total_entries': 1} | objects/manifest.json",
                "{'entries': | objects/manifest.json",
            })
    void refuses_a_list_that_is_not_one(String json, String why) {
        refuses(ErrorCode.PACKAGE_MALFORMED, () -> read(json.replace("PART", PART)))
                .contains(why);
    }

    private static EntryList read(String json) {
        var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return EntryList.read(new ByteArrayInputStream(bytes), path -> path);
    }
}
