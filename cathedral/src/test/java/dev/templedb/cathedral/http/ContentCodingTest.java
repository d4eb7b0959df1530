package dev.templedb.cathedral.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentCodingTest {
    private static @Nullable String chosen(@Nullable String accepted) {
        return ContentCoding.chosen(accepted).map(ContentCoding::word).orElse(null);
    }

    @Test
    void a_client_gets_what_it_likes_best_and_the_server_decides_where_it_does_not_mind() {
        assertThat(chosen("gzip, deflate, br, zstd")).isEqualTo("zstd");
        assertThat(chosen("gzip, deflate, br")).isEqualTo("br");
        assertThat(chosen("GZIP")).isEqualTo("gzip");
        assertThat(chosen("zstd;q=0.5, br;q=0.8, gzip;q=0.81")).isEqualTo("gzip");
        assertThat(chosen("zstd; q=0, *")).isEqualTo("br");
        assertThat(chosen("*;q=0.1")).isEqualTo("zstd");
        assertThat(chosen("gzip;q=0.5, identity;q=0.5")).isEqualTo("gzip");
    }

    @Test
    void a_body_stays_as_it_is_where_nothing_else_is_wanted_or_understood() {
        assertThat(chosen(null)).isNull();
        assertThat(chosen("")).isNull();
        assertThat(chosen("identity")).isNull();
        assertThat(chosen("deflate, compress")).isNull();
        assertThat(chosen("gzip;q=0, br;q=0.000, zstd;q=0.")).isNull();
        assertThat(chosen("*;q=0")).isNull();
        assertThat(chosen("gzip;q=0.4, identity;q=0.5")).isNull();
        assertThat(chosen("gzip;q=2")).isNull();
        assertThat(chosen("gzip;level=9;q=1")).isNull();
        assertThat(chosen(",;,".repeat(5000))).isNull();
    }

    @Test
    void every_form_gives_the_same_bytes_again() throws Exception {
        byte[] body = "words ".repeat(1000).getBytes(StandardCharsets.UTF_8);

        byte[] zstd = ContentCoding.ZSTD.packed(body);
        byte[] br = ContentCoding.BR.packed(body);
        byte[] gzip = ContentCoding.GZIP.packed(body);

        assertThat(Zstd.decompress(zstd, body.length)).isEqualTo(body);
        assertThat(ContentCoding.BR.isAvailable()).isTrue();
        assertThat(Decoder.decompress(br).getDecompressedData()).isEqualTo(body);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(body);
        }
        assertThat(zstd).hasSizeLessThan(body.length / 10);
        assertThat(br).hasSizeLessThan(body.length / 10);
    }
}
