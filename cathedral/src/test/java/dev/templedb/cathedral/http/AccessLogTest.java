package dev.templedb.cathedral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private static final AccessLog.Entry WHOLE = new AccessLog.Entry(
            Instant.parse("2026-12-01T12:00:00.123456Z"),
            "r-1",
            null,
            "192.0.2.7",
            "ada",
            new UUID(0, 7),
            "PATCH",
            "/api/v1/projects/{owner}/{project}",
            "/api/v1/projects/ada/web",
            200,
            17,
            350,
            12_345,
            true);

    private static final AccessLog.Entry CUT = new AccessLog.Entry(
            Instant.parse("2026-12-01T12:00:00Z"),
            null,
            "4bf92f3577b34da6a3ce929d0e0e4736",
            null,
            null,
            null,
            "GET",
            null,
            "/no\"where",
            404,
            0,
            0,
            80,
            false);

    @Test
    void a_line_is_one_json_object_with_everything_by_name() {
        assertThat(AccessLog.json(WHOLE)).isEqualTo("""
                        {"time":"2026-12-01T12:00:00.123Z","request_id":"r-1","address":"192.0.2.7","user":"ada",\
                        "token_id":"00000000-0000-0000-0000-000000000007","method":"PATCH",\
                        "route":"/api/v1/projects/{owner}/{project}","path":"/api/v1/projects/ada/web","status":200,\
                        "bytes_in":17,"bytes_out":350,"duration_ms":12.345,"complete":true}""");
        assertThat(AccessLog.json(CUT)).isEqualTo("""
                        {"time":"2026-12-01T12:00:00Z","request_id":null,"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",\
                        "address":null,"user":null,"token_id":null,"method":"GET","route":null,"path":"/no\\"where",\
                        "status":404,"bytes_in":0,"bytes_out":0,"duration_ms":0.08,"complete":false}""");
    }

    @Test
    void or_words_between_spaces_with_dashes_for_what_is_not_there() {
        assertThat(AccessLog.text(WHOLE))
                .isEqualTo("2026-12-01T12:00:00.123Z r-1 192.0.2.7 ada 00000000-0000-0000-0000-000000000007"
                        + " PATCH /api/v1/projects/ada/web 200 17 350 12.345 ms");
        assertThat(AccessLog.text(CUT)).isEqualTo("2026-12-01T12:00:00Z - - - - GET /no\"where 404 0 0 0.080 ms cut");
    }

    @Test
    void nobody_waits_for_lines_that_can_not_be_written_and_what_fits_is_written_at_the_end() throws Exception {
        var written = new ByteArrayOutputStream();
        var begun = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var lines = new LineWriter(() -> {
            begun.countDown();
            await(free);
            return written;
        });
        lines.write("first");
        begun.await();
        for (int number = 0; number < 10_100; number++) {
            lines.write("line " + number);
        }
        free.countDown();
        lines.close();

        assertThat(written.toString(StandardCharsets.UTF_8))
                .startsWith("first\nline 0\n")
                .endsWith("\nline 9999\n");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
