package dev.templedb.storage.s3;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.Samples;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real server behind a wire that is cut.
class BrokenConnectionsTest {
    private static final ObjectKey KEY = new ObjectKey("packs/a");
    private static final int BYTES = 3 * S3Config.LEAST_PART_BYTES;

    private final S3Config config = S3Bucket.anyPlace();
    private CuttingProxy wire;
    private S3ObjectStore store;

    @BeforeEach
    void connect() throws IOException {
        wire = CuttingProxy.to(S3Bucket.endpoint());
        store = S3ObjectStore.open(S3Bucket.at(wire.endpoint(), config.prefix(), () -> S3Bucket.CREDENTIALS));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        wire.close();
    }

    @Test
    void a_stream_goes_on_where_the_connection_broke() throws IOException {
        store.put(KEY, BYTES, null, Samples.stream(BYTES, 1));
        var expected = Samples.hash(Samples.stream(BYTES, 1));

        wire.cutAnswersAfter(BYTES / 3, 2);

        assertThat(store.hash(KEY)).isEqualTo(expected);
        assertThat(wire.cuts()).isEqualTo(2);
    }

    @Test
    void a_stream_that_cannot_go_on_says_so_instead_of_ending() throws IOException {
        store.put(KEY, BYTES, null, Samples.stream(BYTES, 1));
        try (var content = store.open(KEY)) {
            assertThat(content.readNBytes(1000)).hasSize(1000);

            wire.close();

            refuses(ErrorCode.STORAGE_UNAVAILABLE, content::readAllBytes).contains(KEY.text());
        }
    }

    @Test
    void a_stream_that_breaks_again_and_again_at_one_place_says_so() throws IOException {
        store.put(KEY, BYTES, null, Samples.stream(BYTES, 1));

        wire.cutAnswersAfter(1000, Integer.MAX_VALUE);

        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.hash(KEY)).contains(KEY.text());
    }

    @Test
    void an_upload_goes_on_with_a_part_whose_connection_broke() throws IOException {
        wire.cutRequestsAfter(S3Config.LEAST_PART_BYTES / 2, 1);

        var hash = store.put(KEY, BYTES, null, Samples.stream(BYTES, 2));

        assertThat(wire.cuts()).isEqualTo(1);
        store.verify(KEY, BYTES, hash);
    }

    @Test
    void nothing_is_visible_when_the_server_goes_away_in_the_middle() {
        wire.cutRequestsAfter(S3Config.LEAST_PART_BYTES + 1000, Integer.MAX_VALUE);
        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> {
            wire.refuseAfterCut();
            store.put(KEY, BYTES, null, Samples.stream(BYTES, 3));
        });

        try (var direct = S3ObjectStore.open(config)) {
            assertThat(direct.exists(KEY)).isFalse();
            assertThat(direct.sweep(Instant.now().plus(1, ChronoUnit.DAYS))).isEqualTo(1);
            direct.put(KEY, new byte[10]);
        }
    }
}
