package dev.templedb.packages.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    @Test
    void a_document_may_have_so_many_values_and_no_more() throws Exception {
        var most = "[" + "1,".repeat(JsonReader.MOST_VALUES - 2) + "1]";
        assertThat(JsonReader.read(bytes(most))).isInstanceOf(Json.Arr.class);
        assertThatThrownBy(() -> JsonReader.read(bytes("[1," + most.substring(1))))
                .isInstanceOfSatisfying(
                        JsonReader.InvalidJson.class,
                        refusal -> assertThat(refusal.isTooLarge()).isTrue())
                .hasMessageContaining("more than 250000 values");
    }

    @Test
    void a_document_may_be_a_hundred_levels_deep_and_no_deeper() throws Exception {
        assertThat(JsonReader.read(bytes("[".repeat(100) + "]".repeat(100)))).isInstanceOf(Json.Arr.class);
        assertThatThrownBy(() -> JsonReader.read(bytes("[".repeat(101) + "]".repeat(101))))
                .isInstanceOf(JsonReader.InvalidJson.class);
        assertThatThrownBy(() -> JsonReader.isArray(bytes("{\"a\":".repeat(1_000_000))))
                .isInstanceOf(JsonReader.InvalidJson.class);
    }

    @Test
    void one_list_may_have_any_length_when_nobody_keeps_it() throws Exception {
        var elements = new ArrayList<Json>();
        var text = "{\"n\":1,\"l\":[" + "{\"a\":[1]},".repeat(200_000) + "2],\"m\":[3]}";
        var object = JsonReader.readObject(new ByteArrayInputStream(bytes(text)), "l", elements::add);
        assertThat(elements).hasSize(200_001).endsWith(Json.Num.of(2));
        assertThat(CanonicalJson.write(object)).asString().isEqualTo("{\"l\":[],\"m\":[3],\"n\":1}");
    }

    @Test
    void an_element_of_such_a_list_may_not_be_a_bomb_itself() {
        var text = "{\"l\":[[" + "1,".repeat(10_000) + "1]]}";
        assertThatThrownBy(() -> JsonReader.readObject(new ByteArrayInputStream(bytes(text)), "l", element -> {}))
                .isInstanceOf(JsonReader.InvalidJson.class)
                .hasMessageContaining("more than 10000 values");
    }

    @Test
    void a_list_that_ends_early_or_is_followed_by_something_is_refused() {
        for (var text :
                new String[] {"{\"l\":[1,2", "{\"l\":[1,2]", "{\"l\":[1]}x", "{\"l\":[1],\"l\":[2]}", "[]", ""}) {
            assertThatThrownBy(() -> JsonReader.readObject(new ByteArrayInputStream(bytes(text)), "l", element -> {}))
                    .as(text)
                    .isInstanceOf(JsonReader.InvalidJson.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
