package dev.templedb.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Where objects are kept, and how one speaks to it.
///
/// @param endpoint       the address of the service, such as `https://s3.example.org`; Amazon's own when empty
/// @param region         the region of the bucket, which is part of signatures; services of one region take `us-east-1`
/// @param bucket         the name of the bucket, which is there already
/// @param prefix         what the keys in the bucket begin with: nothing, or segments that end with `/`
/// @param pathStyle      whether the bucket is part of the path, as services without names for each bucket need it
/// @param credentials    asked for each request; when empty, the SDK looks in its usual places (environment, files,
///                       roles of machines)
/// @param partBytes      how long the parts of an upload are, 5 MiB to 1 GiB; shorter objects are one request. A put
/// holds
///                       one part in memory
/// @param parallelParts  how many parts besides may be in memory and on their way, for all puts together
/// @param attempts       how often a request is tried
/// @param connectTimeout for a connection
/// @param requestTimeout for each try of a request, and for the next bytes of an answer
public record S3Config(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        Optional<Supplier<S3Credentials>> credentials,
        int partBytes,
        int parallelParts,
        int attempts,
        Duration connectTimeout,
        Duration requestTimeout) {
    /// 5 MiB, which S3 asks for.
    public static final int LEAST_PART_BYTES = 5 << 20;
    /// 8 MiB.
    public static final int DEFAULT_PART_BYTES = 8 << 20;

    public static final int DEFAULT_PARALLEL_PARTS = 4;
    public static final int DEFAULT_ATTEMPTS = 4;
    /// Five seconds.
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /// A minute.
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofMinutes(1);

    private static final int MOST_PART_BYTES = 1 << 30;
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*/)*");

    /// @throws IllegalArgumentException when a value is outside of its bounds
    public S3Config {
        require(!region.isBlank(), "a region is needed");
        require(!bucket.isBlank(), "a bucket is needed");
        require(PREFIX.matcher(prefix).matches(), "a prefix is made of segments that end with /, not " + prefix);
        require(
                partBytes >= LEAST_PART_BYTES && partBytes <= MOST_PART_BYTES,
                "parts have 5 MiB to 1 GiB, not %d bytes".formatted(partBytes));
        require(parallelParts >= 0, "parts besides cannot be " + parallelParts);
        require(attempts >= 1, "attempts cannot be " + attempts);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// A bucket of a service at an address of its own, with the bucket in the path and everything else by default.
    public static S3Config at(URI endpoint, String bucket, Supplier<S3Credentials> credentials) {
        return new S3Config(
                Optional.of(endpoint),
                "us-east-1",
                bucket,
                "",
                true,
                Optional.of(credentials),
                DEFAULT_PART_BYTES,
                DEFAULT_PARALLEL_PARTS,
                DEFAULT_ATTEMPTS,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_REQUEST_TIMEOUT);
    }
}
