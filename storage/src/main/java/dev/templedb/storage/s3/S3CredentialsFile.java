package dev.templedb.storage.s3;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Credentials in a file, which is read again when it has changed: so they are rotated without a restart.
///
/// Lines are `access_key_id = …`, `secret_access_key = …` and, for temporary ones, `session_token = …`. Replace the
/// file by a
/// rename. Any number of threads may use one.
public final class S3CredentialsFile implements Supplier<S3Credentials> {
    private record Version(
            FileTime writtenAt, long bytes, @Nullable Object file) {}

    private record Known(Version version, S3Credentials credentials) {}

    private final Path file;
    private volatile @Nullable Known known;

    /// Names the file, which is first read when credentials are needed.
    public S3CredentialsFile(Path file) {
        this.file = file;
    }

    /// What the file says now.
    ///
    /// @throws TempleException with `STORAGE_REFUSED` when it cannot be read or does not say enough
    @Override
    public S3Credentials get() {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            var version = new Version(found.lastModifiedTime(), found.size(), found.fileKey());
            var before = known;
            if (before != null && before.version().equals(version)) {
                return before.credentials();
            }
            var credentials = read();
            known = new Known(version, credentials);
            return credentials;
        } catch (IOException failure) {
            throw refused("cannot be read", failure);
        }
    }

    private S3Credentials read() throws IOException {
        var lines = new Properties();
        lines.load(new StringReader(Files.readString(file)));
        return new S3Credentials(
                required(lines, "access_key_id"),
                required(lines, "secret_access_key"),
                Optional.ofNullable(lines.getProperty("session_token")));
    }

    private String required(Properties lines, String name) {
        var value = lines.getProperty(name, "");
        if (value.isBlank()) {
            throw refused("has no line " + name, null);
        }
        return value.strip();
    }

    private TempleException refused(String why, @Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.STORAGE_REFUSED, "The file of credentials %s %s.".formatted(file, why), cause);
    }
}
