package dev.templedb.storage.s3;

import dev.templedb.core.Sha256;
import dev.templedb.storage.AnnouncedContent;
import dev.templedb.storage.StorageErrors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// An object on its way in parts. Closed without [#complete], nothing of it stays. One caller at a time.
final class S3Upload implements AutoCloseable {
    private static final int MOST_PARTS = 10_000;

    private final S3Uploads all;
    private final S3Client client;
    private final S3Config config;
    private final String name;
    private final String id;
    private final String what;
    private final Queue<CompletedPart> sent = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();
    private final List<Thread> underWay = new ArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private int parts;
    private boolean isCompleted;

    S3Upload(S3Uploads all, S3Client client, S3Config config, String name, String id, String what) {
        this.all = all;
        this.client = client;
        this.config = config;
        this.name = name;
        this.id = id;
        this.what = what;
    }

    /// Sends all of `content`: each part on another thread while there is room for one more in memory, or else on
    /// this one.
    Sha256 send(AnnouncedContent content) throws IOException {
        // No more parts than S3 takes: longer ones for what is very long.
        int partBytes = Math.toIntExact(Math.max(config.partBytes(), content.length() / MOST_PARTS + 1));
        var buffer = new byte[partBytes];
        long left = content.length();
        for (int number = 1; left > 0; number++) {
            int count = content.read(buffer);
            left -= count;
            requireNoFailure();
            parts = number;
            if (left > 0 && all.takeSparePart()) {
                sendMeanwhile(number, buffer, count);
                var next = free.poll();
                buffer = next == null ? new byte[partBytes] : next;
            } else {
                send(number, buffer, count);
            }
        }
        var hash = content.finish();
        awaitAll();
        return hash;
    }

    private void sendMeanwhile(int number, byte[] buffer, int count) {
        underWay.removeIf(sender -> !sender.isAlive());
        underWay.add(Thread.ofVirtual().name("s3-part-" + number).start(() -> {
            try {
                send(number, buffer, count);
            } catch (RuntimeException any) {
                failure.compareAndSet(null, any);
            } finally {
                free.add(buffer);
                all.giveBack();
            }
        }));
    }

    /// Sends a part, whose number begins at 1.
    void send(int number, byte[] buffer, int count) {
        var body = body(buffer, count);
        var answer = S3Errors.ask(
                what,
                () -> client.uploadPart(
                        request -> request.bucket(config.bucket())
                                .key(name)
                                .uploadId(id)
                                .partNumber(number)
                                .contentMD5(md5(buffer, count)),
                        body));
        sent.add(CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build());
    }

    /// The first `count` bytes of `buffer`, which are not copied and may be sent again.
    static RequestBody body(byte[] buffer, int count) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, count), count, "application/octet-stream");
    }

    /// What services hold against the bytes that arrive; all know this one.
    static String md5(byte[] buffer, int count) {
        try {
            var digest = MessageDigest.getInstance("MD5");
            digest.update(buffer, 0, count);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }

    private void requireNoFailure() {
        var first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private void awaitAll() {
        try {
            for (var sender : underWay) {
                sender.join();
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw StorageErrors.interrupted(interrupt);
        }
        requireNoFailure();
    }

    /// Makes the object visible.
    ///
    /// @return false when there is one already
    boolean complete() {
        var all = sent.stream()
                .sorted(Comparator.comparing(CompletedPart::partNumber))
                .toList();
        if (all.size() < parts) {
            throw new IllegalStateException("%d of %d parts were sent".formatted(all.size(), parts));
        }
        try {
            client.completeMultipartUpload(request -> request.bucket(config.bucket())
                    .key(name)
                    .uploadId(id)
                    .ifNoneMatch("*")
                    .multipartUpload(upload -> upload.parts(all)));
            isCompleted = true;
            return true;
        } catch (SdkException failure) {
            // Not found: an earlier try has completed it, and its answer was lost.
            if (S3Errors.status(failure) == S3Errors.PRECONDITION_FAILED
                    || S3Errors.status(failure) == S3Errors.NOT_FOUND) {
                return false;
            }
            throw S3Errors.meaning(what, failure);
        }
    }

    @Override
    public void close() {
        if (isCompleted) {
            return;
        }
        try {
            // A part that arrives after the abort would stay.
            for (var sender : underWay) {
                sender.interrupt();
                sender.join();
            }
            client.abortMultipartUpload(
                    request -> request.bucket(config.bucket()).key(name).uploadId(id));
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } catch (SdkException failed) {
            // As when it was interrupted: a sweep removes it.
        }
    }
}
