package dev.templedb.packages.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /// RFC 8785, appendix B.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
    })
    void numbers_are_written_as_the_rfc_has_them(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(EcmaScriptNumber.write(value)).isEqualTo(expected);
    }

    @Test
    void there_is_no_number_for_infinity() {
        assertThatThrownBy(() -> EcmaScriptNumber.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EcmaScriptNumber.write(Double.NEGATIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// RFC 8785, section 3.2.2 and 3.2.4.
    @Test
    void the_example_of_the_rfc_comes_out_as_printed() throws Exception {
        var input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(input))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /// RFC 8785, section 3.2.3.
    @Test
    void members_are_sorted_by_utf_16_code_units() throws Exception {
        var input = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
                 "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}""";
        assertThat(JsonReader.readObject(canonical(input).getBytes(StandardCharsets.UTF_8))
                        .members()
                        .values())
                .extracting(value -> ((Json.Str) value).value())
                .containsExactly(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    @Test
    void control_characters_have_their_short_forms() throws Exception {
        assertThat(canonical("\"\\b\\t\\n\\f\\r\\u0001\\u007f\"")).isEqualTo("\"\\b\\t\\n\\f\\r\\u0001\u007f\"");
    }

    @Test
    void what_has_no_exact_form_is_refused() {
        for (var json : new Json[] {
            Json.Num.of((1L << 53) + 1),
            Json.Num.of(Long.MIN_VALUE),
            Json.Num.of(Long.MIN_VALUE + 1),
            new Json.Str("\ud800"),
            new Json.Str("a\udc00"),
            new Json.Str("\ud800x"),
            new Json.Num("1e999"),
        }) {
            assertThatThrownBy(() -> CanonicalJson.write(json)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CanonicalJson.write(Json.Num.of(1L << 53))).asString().isEqualTo("9007199254740992");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "[1,]",
                "[1 2]",
                "{} {}",
                "nul",
                "NaN",
                "01",
                "+1",
                "1.",
                ".5",
                "'a'",
                "\"\u0001\"",
                "// x\n1",
                "{a:1}",
                "\"\\x\"",
                "]",
                "\"a"
            })
    void what_is_not_exactly_one_value_is_refused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonReader.InvalidJson.class)
                .hasMessageStartingWith("line ");
    }

    @Test
    void nesting_and_numbers_are_bounded_and_bytes_must_be_utf_8() {
        refused("[".repeat(200_000).getBytes(StandardCharsets.UTF_8));
        refused("1".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        refused(new byte[] {'"', (byte) 0xc3, '"'});
        refused(new byte[] {'"', (byte) 0xff, '"'});
        assertThatThrownBy(() -> JsonReader.readObject("[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonReader.InvalidJson.class);
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> JsonReader.read(bytes)).isInstanceOf(JsonReader.InvalidJson.class);
    }

    @Test
    void the_package_form_is_that_of_python() throws Exception {
        var value = JsonReader.read(
                "{\"b\":[1,2.50,{}],\"a\":\"\u00e9\u007f\ud83d\ude00\\n\\t\\b\\f\\r\\\\\\\"\\u0001\",\"n\":null,\"t\":true,\"e\":[]}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(PackageJson.write(value)).asString().isEqualTo("""
                {
                  "b": [
                    1,
                    2.50,
                    {}
                  ],
                  "a": "\\u00e9\\u007f\\ud83d\\ude00\\n\\t\\b\\f\\r\\\\\\"\\u0001",
                  "n": null,
                  "t": true,
                  "e": []
                }""");
    }

    @Test
    void objects_give_members_by_their_kind() {
        var object = Json.Obj.empty()
                .with("text", "a")
                .with("nothing", (String) null)
                .with("whole", 7)
                .with("truth", true)
                .with("half", new Json.Num("0.5"))
                .with("inside", Json.object("list", Json.Arr.ofTexts(java.util.List.of("x"))));
        assertThat(object.text("text")).contains("a");
        assertThat(object.text("whole")).isEmpty();
        assertThat(object.whole("whole")).contains(7L);
        assertThat(object.whole("half")).isEmpty();
        assertThat(object.whole("text")).isEmpty();
        assertThat(object.object("inside").list("list")).hasSize(1);
        assertThat(object.object("text").members()).isEmpty();
        assertThat(object.list("text")).isEmpty();
        assertThat(object.without("text").get("text")).isNull();
        assertThat(object.completedBy(
                        Json.object("whole", Json.Num.of(8)).with("inside", Json.object("more", Json.NULL))))
                .isEqualTo(object.with("inside", object.object("inside").with("more", Json.NULL)));
    }

    private static String canonical(String text) throws JsonReader.InvalidJson {
        return new String(
                CanonicalJson.write(JsonReader.read(text.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8);
    }

    @Test
    void refuses_every_whole_number_that_a_double_cannot_hold() {
        for (var digits : java.util.List.of("9007199254740993", "-9007199254740993", "-9223372036854775808")) {
            assertThatThrownBy(() -> CanonicalJson.write(new Json.Num(digits)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
