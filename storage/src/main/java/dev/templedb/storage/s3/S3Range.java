package dev.templedb.storage.s3;

import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.StorageErrors;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Exactly so many bytes of an object from some place on; when the connection breaks, a new one goes on at the same
/// place.
final class S3Range extends InputStream {
    /// Asks for what is left.
    @FunctionalInterface
    interface Source {
        ResponseInputStream<GetObjectResponse> from(long offset, long length);
    }

    private final ObjectKey key;
    private final Source source;
    private final int attempts;
    private final long end;
    private long position;
    private ResponseInputStream<GetObjectResponse> answer;

    /// Asks for the range.
    ///
    /// @param attempts how often one place is asked for when nothing comes
    S3Range(ObjectKey key, Source source, int attempts, long offset, long length) {
        this.key = key;
        this.source = source;
        this.attempts = attempts;
        this.position = offset;
        this.end = offset + length;
        this.answer = source.from(offset, length);
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0 || position == end) {
            return length == 0 ? 0 : -1;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                int count = answer.read(target, offset, length);
                if (count < 0) {
                    throw new IOException("the answer ended early");
                }
                position += count;
                return count;
            } catch (IOException | SdkClientException broken) {
                answer.abort();
                if (attempt >= attempts) {
                    throw StorageErrors.unavailable(
                            "The object %s cannot be read from byte %d on".formatted(key, position), broken);
                }
                answer = source.from(position, end - position);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (position < end) {
            // Closing would read what nobody wants.
            answer.abort();
        } else {
            answer.close();
        }
    }
}
