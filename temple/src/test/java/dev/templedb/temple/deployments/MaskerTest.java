package dev.templedb.temple.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
            var masker = new Masker(List.of(
                    "aabaab-secret".getBytes(StandardCharsets.UTF_8),
                    "aab-secret-aabaab".getBytes(StandardCharsets.UTF_8)));
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
}
