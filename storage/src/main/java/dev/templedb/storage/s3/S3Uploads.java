package dev.templedb.storage.s3;

import java.util.concurrent.Semaphore;
import software.amazon.awssdk.services.s3.S3Client;

/// Begins uploads in parts, and bounds how many parts all of them have in memory.
final class S3Uploads {
    private final S3Client client;
    private final S3Config config;
    private final Semaphore spareParts;

    S3Uploads(S3Client client, S3Config config) {
        this.client = client;
        this.config = config;
        this.spareParts = new Semaphore(config.parallelParts());
    }

    /// Begins an upload, which shows nothing.
    ///
    /// @param name the key in the bucket
    /// @param what what cannot be done when it fails, a sentence without its full stop
    S3Upload begin(String name, String what) {
        var id = S3Errors.ask(
                        what,
                        () -> client.createMultipartUpload(
                                request -> request.bucket(config.bucket()).key(name)))
                .uploadId();
        return new S3Upload(this, client, config, name, id, what);
    }

    /// Whether one more part may be in memory; [#giveBack] when it is not any more.
    boolean takeSparePart() {
        return spareParts.tryAcquire();
    }

    void giveBack() {
        spareParts.release();
    }
}
