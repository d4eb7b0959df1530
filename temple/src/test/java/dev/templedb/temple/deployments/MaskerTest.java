package dev.templedb.temple.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MaskerTest {
    private static String mask(String text, String... secrets) {
        return Masker.text(
                text,
                Stream.of(secrets)
                        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void hides_values_their_lines_and_what_is_made_of_them() {
        assertThat(mask("a sesame, sesame!", "sesame")).isEqualTo("a ***, ***!");
        assertThat(mask("x second line y", "first line\nsecond line\n")).isEqualTo("x *** y");
        assertThat(mask("?p=p%40ss+word&", "p@ss word")).isEqualTo("?p=***&");
        assertThat(mask(
                        Base64.getEncoder().encodeToString("open sesame".getBytes(StandardCharsets.UTF_8)),
                        "open sesame"))
                .doesNotContain("b3Blbi");
        assertThat(mask("sesame-and-more", "sesame", "sesame-and-more")).isEqualTo("***");
        assertThat(mask("abc", "abc")).isEqualTo("abc");
    }

    @Test
    void a_value_is_hidden_however_it_is_cut_into_pieces() {
        var random = new Random(5);
        var text = ("x".repeat(50) + "aab-secret-aabaab" + "y".repeat(20))
                .repeat(20)
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 50; round++) {
            var masker = new Masker(new MaskedForms(List.of(
                    "aabaab-secret".getBytes(StandardCharsets.UTF_8),
                    "aab-secret-aabaab".getBytes(StandardCharsets.UTF_8))));
            var out = new ByteArrayOutputStream();
            for (int at = 0; at < text.length; ) {
                int length = Math.min(1 + random.nextInt(9), text.length - at);
                var piece = new byte[length];
                System.arraycopy(text, at, piece, 0, length);
                out.writeBytes(masker.mask(piece, length));
                at += length;
            }
            out.writeBytes(masker.finish());
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo(("x".repeat(50) + "***" + "y".repeat(20)).repeat(20));
        }
    }

    private static String urlEncoded(String text, boolean isLower, String asTheyAre) {
        var out = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            var hex = HexFormat.of().toHexDigits(one);
            out.append(
                    one > 0 && (Character.isLetterOrDigit(one) || asTheyAre.indexOf(one) >= 0)
                            ? String.valueOf((char) one)
                            : "%" + (isLower ? hex : hex.toUpperCase(Locale.ROOT)));
        }
        return out.toString();
    }

    private static String jsonInAscii(String text, boolean isLower) {
        var out = new StringBuilder();
        for (char one : text.toCharArray()) {
            var hex = HexFormat.of().toHexDigits(one);
            switch (one) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '"', '\\' -> out.append('\\').append(one);
                default ->
                    out.append(
                            one >= ' ' && one < 0x7f && one != '<' && one != '&'
                                    ? String.valueOf(one)
                                    : "\\u" + (isLower ? hex : hex.toUpperCase(Locale.ROOT)));
            }
        }
        return out.toString();
    }

    private static String html(String text, boolean byNumber) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(point -> out.append(
                        switch (point) {
                            case '&' -> "&amp;";
                            case '<' -> "&lt;";
                            case '>' -> "&gt;";
                            case '"' -> byNumber ? "&#34;" : "&quot;";
                            case '\'' -> byNumber ? "&#x27;" : "&#39;";
                            default -> byNumber && point > 0x7f ? "&#x%x;".formatted(point) : Character.toString(point);
                        }));
        return out.toString();
    }

    private static List<String> encoded(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var forms = new ArrayList<>(List.of(
                value,
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                Base64.getMimeEncoder(8, new byte[] {'\n'}).encodeToString(bytes),
                value.replace("'", "'\\''"),
                value.replace("'", "'\"'\"'"),
                value.replace("'", "''")));
        for (boolean flag : new boolean[] {true, false}) {
            forms.add(urlEncoded(value, flag, "-_.~/"));
            forms.add(urlEncoded(value, flag, "-_.!~*'()"));
            forms.add(jsonInAscii(value, flag));
            forms.add(html(value, flag));
        }
        return forms;
    }

    private static String inPieces(MaskedForms forms, String text, Random random) {
        var masker = new Masker(forms);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(7), bytes.length - at);
            out.writeBytes(masker.mask(Arrays.copyOfRange(bytes, at, at + length), length));
            at += length;
        }
        out.writeBytes(masker.finish());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String randomValue(Random random) {
        var signs = List.of(
                "a", "Z", "7", "/", "+", " ", "%", "&", "<", "\"", "'", "\\", "\n", "$", "-", "=", ";", "é", "€", "😀");
        var value = new StringBuilder("p");
        for (int i = 4 + random.nextInt(16); i > 0; i--) {
            value.append(signs.get(random.nextInt(signs.size())));
        }
        return value.append("q7").toString();
    }

    @Test
    void a_value_is_hidden_in_whatever_way_programs_write_it() {
        var random = new Random(11);
        for (int round = 0; round < 150; round++) {
            var value = randomValue(random);
            var forms = new MaskedForms(List.of(value.getBytes(StandardCharsets.UTF_8)));
            for (var form : encoded(value)) {
                assertThat(inPieces(forms, "[" + form + "]", random))
                        .as("%s written as %s", value, form)
                        .isEqualTo("[***]");
            }
            for (var before : List.of("u:", "ab:", "abc:")) {
                var encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
                var whole = encoder.encodeToString((before + value + ":x").getBytes(StandardCharsets.UTF_8));
                assertThat(inPieces(forms, whole, random))
                        .contains("***")
                        .hasSizeLessThanOrEqualTo("dXNlcg".length() + "***".length() + "XzOng=".length());
            }
        }
    }

    @Test
    void a_value_is_hidden_as_a_shell_quotes_it() throws Exception {
        var random = new Random(12);
        var values = Stream.generate(() -> randomValue(random)).limit(60).toList();
        var command =
                new ArrayList<>(List.of("bash", "-c", "for v; do printf '%q\\0%s\\0' \"$v\" \"${v@Q}\"; done", "-"));
        command.addAll(values);
        var process = new ProcessBuilder(command).start();
        var quoted = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0");

        assertThat(quoted).hasSize(2 * values.size());
        for (int i = 0; i < quoted.length; i++) {
            var forms = new MaskedForms(List.of(values.get(i / 2).getBytes(StandardCharsets.UTF_8)));
            assertThat(inPieces(forms, quoted[i], random)).as(quoted[i]).isIn("***", "'***'", "$'***'");
        }
    }

    @Test
    void every_line_of_a_value_is_hidden_and_what_only_looks_like_it_is_not() {
        var value = "-----BEGIN KEY-----\nMIIEvQ/+IBADAN\nq83vEjRWeJ\n-----END KEY-----\n";

        assertThat(mask("{\"k\":\"" + value.replace("\n", "\\n") + "\"}", value))
                .isEqualTo("{\"k\":\"***\"}");
        assertThat(mask("x MIIEvQ\\/%2bIBADAN y q83vEjRWeJ", value)).isEqualTo("x *** y ***");
        assertThat(mask("50% \\off & more 'quoted' \"\" + &amp; \\u00", value))
                .isEqualTo("50% \\off & more 'quoted' \"\" + &amp; \\u00");
    }
}
