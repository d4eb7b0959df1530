package dev.templedb.storage.s3;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.templedb.core.ErrorCode;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.ObjectStoreContract;
import dev.templedb.storage.Samples;
import dev.templedb.storage.StorageCapability;
import dev.templedb.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ObjectStoreTest extends ObjectStoreContract {
    private static final int PAGE_OBJECTS = 10;

    private final S3Config config = S3Bucket.anyPlace();

    @Override
    protected ObjectStore open() {
        return S3ObjectStore.open(config, PAGE_OBJECTS);
    }

    @Override
    protected int partBytes() {
        return config.partBytes();
    }

    @Test
    void is_durable_and_shared() {
        assertThat(store.capabilities()).containsExactlyInAnyOrder(StorageCapability.values());
    }

    @Test
    void removes_the_parts_of_an_upload_that_fails() {
        var failure = new IOException("the client went away");
        int bytes = 3 * partBytes();
        assertThat(catchThrowable(() -> store.put(KEY, 4L * partBytes(), null, Samples.breaking(bytes, 1, failure))))
                .isSameAs(failure);

        assertThat(store.sweep(Instant.now().plus(1, ChronoUnit.DAYS))).isZero();
    }

    @Test
    void sweeps_uploads_that_killed_writers_have_left() {
        try (var client = S3Clients.of(config)) {
            for (int i = 0; i < PAGE_OBJECTS + 2; i++) {
                var name = config.prefix() + "packs/" + i;
                var id = client.createMultipartUpload(
                                request -> request.bucket(config.bucket()).key(name))
                        .uploadId();
                client.uploadPart(
                        request -> request.bucket(config.bucket())
                                .key(name)
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromBytes(new byte[10]));
            }
        }

        assertThat(store.sweep(Instant.now().minus(1, ChronoUnit.DAYS))).isZero();
        assertThat(store.sweep(Instant.now().plus(1, ChronoUnit.DAYS))).isEqualTo(PAGE_OBJECTS + 2);
        assertThat(store.sweep(Instant.now().plus(1, ChronoUnit.DAYS))).isZero();
    }

    @Test
    void says_that_credentials_are_wrong_and_takes_others_without_a_restart() throws IOException {
        var credentials = new AtomicReference<>(new S3Credentials("somebody", "else", Optional.empty()));
        try (var rotating = S3ObjectStore.open(S3Bucket.at(S3Bucket.endpoint(), config.prefix(), credentials::get))) {
            refuses(ErrorCode.STORAGE_REFUSED, () -> rotating.put(KEY, new byte[10]))
                    .doesNotContain("else");
            refuses(ErrorCode.STORAGE_REFUSED, () -> rotating.size(KEY));
            refuses(ErrorCode.STORAGE_REFUSED, rotating::check);
            refuses(
                    ErrorCode.STORAGE_REFUSED,
                    () -> rotating.put(KEY, 2L * partBytes(), null, Samples.stream(2L * partBytes(), 1)));
            refuses(ErrorCode.STORAGE_REFUSED, () -> rotating.delete(KEY));
            refuses(ErrorCode.STORAGE_REFUSED, () -> rotating.sweep(Instant.now()));

            credentials.set(S3Bucket.CREDENTIALS);

            rotating.check();
            rotating.put(KEY, 10, null, new ByteArrayInputStream(new byte[10]));
            assertThat(rotating.size(KEY)).hasValue(10);
        }
    }

    @Test
    void says_that_there_is_no_such_bucket() {
        try (var none = S3ObjectStore.open(
                S3Bucket.at(S3Bucket.endpoint(), "no-such-bucket", "", () -> S3Bucket.CREDENTIALS))) {
            refuses(ErrorCode.STORAGE_REFUSED, none::check).contains("no-such-bucket");
            refuses(ErrorCode.STORAGE_REFUSED, () -> none.put(KEY, new byte[1]));
            refuses(ErrorCode.STORAGE_REFUSED, () -> none.open(KEY, 0, 1).close());
            refuses(ErrorCode.STORAGE_REFUSED, () -> none.list(""));
        }
    }

    @Test
    void says_that_nobody_listens() {
        try (var nobody =
                S3ObjectStore.open(S3Bucket.at(URI.create("http://127.0.0.1:1"), "", () -> S3Bucket.CREDENTIALS))) {
            refuses(ErrorCode.STORAGE_UNAVAILABLE, nobody::check);
            refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> nobody.put(KEY, new byte[1]));
            refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> nobody.open(KEY, 0, 1).close());
            refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> nobody.size(KEY));
            refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> nobody.delete(KEY));
        }
    }

    @Test
    void leaves_what_others_have_in_the_bucket_alone() {
        try (var client = S3Clients.of(config)) {
            client.putObject(
                    request -> request.bucket(config.bucket()).key(config.prefix() + "packs/Of Others"),
                    RequestBody.fromBytes(new byte[10]));
        }
        store.put(KEY, new byte[1]);

        try (var objects = store.list("")) {
            assertThat(objects).extracting(StoredObject::key).containsExactly(KEY);
        }
    }

    @Test
    void says_that_it_was_interrupted() {
        Thread.currentThread().interrupt();
        refuses(ErrorCode.INTERRUPTED, () -> store.put(KEY, new byte[10]));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.exists(KEY)).isFalse();
    }
}
