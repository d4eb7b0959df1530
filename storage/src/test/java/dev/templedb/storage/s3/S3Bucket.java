package dev.templedb.storage.s3;

import dev.templedb.testkit.S3Server;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// One S3 server for all tests of this process, and a place of its own in it for each.
final class S3Bucket {
    static final String NAME = "objects";
    static final S3Credentials CREDENTIALS =
            new S3Credentials(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY, Optional.empty());

    /// Started when it is first needed.
    private static final class Started {
        static final S3Server SERVER = start();
    }

    private S3Bucket() {}

    private static S3Server start() {
        try {
            var memory = Path.of("/dev/shm");
            var directory = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "s3")
                    : Files.createTempDirectory("s3");
            var server = S3Server.start(directory);
            Files.createDirectory(directory.resolve("buckets").resolve(NAME));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                Shell.run(Path.of("/"), "rm -r '" + directory + "'");
            }));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static URI endpoint() {
        return Started.SERVER.endpoint();
    }

    /// A place that nobody else uses.
    static S3Config anyPlace() {
        return at(endpoint(), UUID.randomUUID() + "/", () -> CREDENTIALS);
    }

    static S3Config at(URI endpoint, String prefix, Supplier<S3Credentials> credentials) {
        return at(endpoint, NAME, prefix, credentials);
    }

    static S3Config at(URI endpoint, String bucket, String prefix, Supplier<S3Credentials> credentials) {
        return at(endpoint, bucket, prefix, credentials, 2);
    }

    static S3Config at(URI endpoint, String bucket, String prefix, Supplier<S3Credentials> credentials, int attempts) {
        return new S3Config(
                Optional.of(endpoint),
                "us-east-1",
                bucket,
                prefix,
                true,
                Optional.of(credentials),
                S3Config.LEAST_PART_BYTES,
                3,
                attempts,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
    }
}
