package dev.templedb.storage.s3;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.AnnouncedContent;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StorageCapability;
import dev.templedb.storage.StorageErrors;
import dev.templedb.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Keeps objects in a bucket.
///
/// What is longer than a part is uploaded in parts, several at a time, and becomes visible when all are there. That
/// nothing is
/// replaced rests on conditional writes (`If-None-Match: *`), which the service has to know: [#check] proves it. Memory
/// is one
/// part for each put under way, and [S3Config#parallelParts] more for all together. A stream goes on at its place when
/// the
/// connection breaks.
public final class S3ObjectStore implements ObjectStore {
    private static final int MOST_PAGE_OBJECTS = 1000;
    private static final int CONFLICT = 409;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final S3Config config;
    private final S3Client client;
    private final S3Uploads uploads;
    private final int pageObjects;
    private volatile boolean isProven;

    private S3ObjectStore(S3Config config, int pageObjects) {
        this.config = config;
        this.client = S3Clients.of(config);
        this.uploads = new S3Uploads(client, config);
        this.pageObjects = pageObjects;
    }

    /// Prepares the use of a bucket. Asks nothing yet; [#check] does.
    public static S3ObjectStore open(S3Config config) {
        return open(config, MOST_PAGE_OBJECTS);
    }

    /// @param pageObjects how many objects one request lists or deletes, at most 1000
    static S3ObjectStore open(S3Config config, int pageObjects) {
        return new S3ObjectStore(config, pageObjects);
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return EnumSet.allOf(StorageCapability.class);
    }

    /// The first time it succeeds, it has also proven that the service knows conditional writes; that costs seven
    /// requests
    /// more and leaves nothing.
    ///
    /// @throws TempleException with `STORAGE_REFUSED`, too, when the service would replace what is stored
    @Override
    public void check() {
        S3Errors.ask(
                "The bucket %s cannot be used".formatted(config.bucket()),
                () -> client.listObjectsV2(request ->
                        request.bucket(config.bucket()).prefix(config.prefix()).maxKeys(1)));
        if (!isProven) {
            requireConditionalWrites();
            isProven = true;
        }
    }

    private void requireConditionalWrites() {
        var probe = new ObjectKey("check/" + UUID.randomUUID());
        try {
            boolean replaced = false;
            if (putAtOnce(probe, new byte[1])) {
                replaced = putAtOnce(probe, new byte[2]);
                try (var upload = uploads.begin(name(probe), notWritten(probe))) {
                    upload.send(1, new byte[3], 3);
                    replaced |= upload.complete();
                }
            }
            if (replaced) {
                throw new TempleException(
                        ErrorCode.STORAGE_REFUSED,
                        "The service of the bucket %s does not know conditional writes: it would replace what is stored."
                                .formatted(config.bucket()));
            }
        } finally {
            delete(probe);
        }
    }

    @Override
    public Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content) throws IOException {
        var announced = new AnnouncedContent(key, length, expected, content);
        if (length <= config.partBytes()) {
            var bytes = new byte[(int) length];
            announced.read(bytes);
            var hash = announced.finish();
            if (!putAtOnce(key, bytes)) {
                announced.requireSame(this, hash);
            }
            return hash;
        }
        if (exists(key)) {
            return announced.requireSameIn(this);
        }
        try (var upload = uploads.begin(name(key), notWritten(key))) {
            var hash = upload.send(announced);
            if (!upload.complete()) {
                announced.requireSame(this, hash);
            }
            return hash;
        }
    }

    /// Stores an object with one request.
    ///
    /// @return false when there is one already
    private boolean putAtOnce(ObjectKey key, byte[] bytes) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.putObject(
                        request -> request.bucket(config.bucket())
                                .key(name(key))
                                .ifNoneMatch("*")
                                .contentMD5(S3Upload.md5(bytes, bytes.length)),
                        S3Upload.body(bytes, bytes.length));
                return true;
            } catch (SdkException failure) {
                if (S3Errors.status(failure) == S3Errors.PRECONDITION_FAILED) {
                    return false;
                }
                // Somebody else writes the key at this moment: it is there soon, or he failed.
                if (S3Errors.status(failure) != CONFLICT || attempt >= config.attempts()) {
                    throw S3Errors.meaning(notWritten(key), failure);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw StorageErrors.interrupted(interrupt);
        }
    }

    @Override
    public InputStream open(ObjectKey key, long offset, long length) {
        StorageErrors.requireRange(offset, length);
        // S3 has no empty ranges and gives less than was asked for at the end of an object.
        if (length == 0 || offset > Long.MAX_VALUE - length) {
            long size = size(key).orElseThrow(() -> StorageErrors.missing(key));
            if (size - offset < length) {
                throw endsEarly(key, offset, length);
            }
            return InputStream.nullInputStream();
        }
        return new S3Range(key, (from, count) -> ask(key, from, count), config.attempts(), offset, length);
    }

    private ResponseInputStream<GetObjectResponse> ask(ObjectKey key, long offset, long length) {
        var what = "The object %s cannot be read".formatted(key);
        try {
            var answer = client.getObject(request -> request.bucket(config.bucket())
                    .key(name(key))
                    .range("bytes=%d-%d".formatted(offset, offset + length - 1)));
            if (!Objects.equals(answer.response().contentLength(), length)) {
                answer.abort();
                throw endsEarly(key, offset, length);
            }
            return answer;
        } catch (SdkException failure) {
            if (S3Errors.status(failure) == S3Errors.NOT_FOUND
                    && !S3Errors.code(failure).equals("NoSuchBucket")) {
                throw StorageErrors.missing(key);
            }
            if (S3Errors.status(failure) == RANGE_NOT_SATISFIABLE) {
                throw endsEarly(key, offset, length);
            }
            throw S3Errors.meaning(what, failure);
        }
    }

    private static TempleException endsEarly(ObjectKey key, long offset, long length) {
        return StorageErrors.damaged(key, "it ends before %d bytes from %d on".formatted(length, offset));
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        var what = "The object %s cannot be read".formatted(key);
        try {
            return OptionalLong.of(
                    client.headObject(request -> request.bucket(config.bucket()).key(name(key)))
                            .contentLength());
        } catch (SdkException failure) {
            if (S3Errors.status(failure) == S3Errors.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw S3Errors.meaning(what, failure);
        }
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        var all = List.copyOf(keys);
        for (int i = 0; i < all.size(); i += pageObjects) {
            var page = all.subList(i, Math.min(all.size(), i + pageObjects));
            if (page.size() == 1 || !deleteAtOnce(page)) {
                page.forEach(this::deleteAlone);
            }
        }
    }

    private void deleteAlone(ObjectKey key) {
        S3Errors.ask(
                "The object %s cannot be deleted".formatted(key),
                () -> client.deleteObject(
                        request -> request.bucket(config.bucket()).key(name(key))));
    }

    /// @return false when the service does not know how to delete several objects at once
    private boolean deleteAtOnce(List<ObjectKey> keys) {
        var what = "Objects cannot be deleted";
        var names = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(name(key)).build())
                .toList();
        try {
            var left = client.deleteObjects(request -> request.bucket(config.bucket())
                            .delete(delete -> delete.objects(names).quiet(true)))
                    .errors();
            if (!left.isEmpty()) {
                throw notDeleted(left);
            }
            return true;
        } catch (SdkException failure) {
            // Some want a header that the SDK has given up.
            if (S3Errors.status(failure) == NOT_IMPLEMENTED
                    || S3Errors.code(failure).equals("MissingContentMD5")) {
                return false;
            }
            throw S3Errors.meaning(what, failure);
        }
    }

    private static TempleException notDeleted(List<S3Error> left) {
        var first = left.getFirst();
        var sentence = "%d objects cannot be deleted (%s)".formatted(left.size(), first.code());
        return "AccessDenied".equals(first.code())
                ? new TempleException(ErrorCode.STORAGE_REFUSED, sentence + ".")
                : StorageErrors.unavailable(sentence, null);
    }

    @Override
    public Stream<StoredObject> list(String folder) {
        var prefix = config.prefix() + ObjectKey.requireFolder(folder);
        return Stream.iterate(
                        Optional.of(page(prefix, null)),
                        Optional::isPresent,
                        page -> page.filter(ListObjectsV2Response::isTruncated)
                                .map(truncated -> page(prefix, truncated.nextContinuationToken())))
                .flatMap(Optional::stream)
                .flatMap(page -> page.contents().stream())
                .mapMulti((object, found) -> {
                    var key = object.key().substring(config.prefix().length());
                    if (ObjectKey.isKey(key)) {
                        found.accept(new StoredObject(new ObjectKey(key), object.size(), object.lastModified()));
                    }
                });
    }

    private ListObjectsV2Response page(String prefix, @Nullable String continuation) {
        return S3Errors.ask(
                "The bucket %s cannot be listed".formatted(config.bucket()),
                () -> client.listObjectsV2(request -> request.bucket(config.bucket())
                        .prefix(prefix)
                        .maxKeys(pageObjects)
                        .continuationToken(continuation)));
    }

    @Override
    public long sweep(Instant olderThan) {
        long swept = 0;
        @Nullable ListMultipartUploadsResponse page = null;
        do {
            page = uploadsAfter(page);
            for (var upload : page.uploads()) {
                if (upload.initiated().isBefore(olderThan)) {
                    abort(upload);
                    swept++;
                }
            }
        } while (page.isTruncated());
        return swept;
    }

    private ListMultipartUploadsResponse uploadsAfter(@Nullable ListMultipartUploadsResponse page) {
        return S3Errors.ask(
                "The uploads in the bucket %s cannot be listed".formatted(config.bucket()),
                () -> client.listMultipartUploads(request -> request.bucket(config.bucket())
                        .prefix(config.prefix())
                        .maxUploads(pageObjects)
                        .keyMarker(page == null ? null : page.nextKeyMarker())
                        .uploadIdMarker(page == null ? null : page.nextUploadIdMarker())));
    }

    private void abort(MultipartUpload upload) {
        var what = "An upload of %s cannot be removed".formatted(upload.key());
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(config.bucket()).key(upload.key()).uploadId(upload.uploadId()));
        } catch (SdkException failure) {
            if (S3Errors.status(failure) != S3Errors.NOT_FOUND) {
                throw S3Errors.meaning(what, failure);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private String name(ObjectKey key) {
        return config.prefix() + key;
    }

    private static String notWritten(ObjectKey key) {
        return "The object %s cannot be written".formatted(key);
    }
}
