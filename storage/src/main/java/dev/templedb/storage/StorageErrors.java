package dev.templedb.storage;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The errors of stores, for those who make one.
public final class StorageErrors {
    private StorageErrors() {}

    /// There is no object under the key.
    public static TempleException missing(ObjectKey key) {
        return new TempleException(
                ErrorCode.STORAGE_OBJECT_MISSING, "The object %s is not in the storage.".formatted(key));
    }

    /// There are other bytes under the key.
    public static TempleException exists(ObjectKey key) {
        return new TempleException(
                ErrorCode.STORAGE_OBJECT_EXISTS,
                "There is another object under %s in the storage; it stays.".formatted(key));
    }

    /// What is under the key is not what was stored.
    ///
    /// @param why how it differs, such as "its hash differs"
    public static TempleException damaged(ObjectKey key, String why) {
        return new TempleException(
                ErrorCode.STORAGE_OBJECT_DAMAGED, "The object %s is not what was stored: %s.".formatted(key, why));
    }

    /// The object ends before the range that is wanted.
    static TempleException damaged(ObjectKey key, long bytes, long offset, long length) {
        return damaged(key, "it has %d bytes; %d from %d on were asked for".formatted(bytes, length, offset));
    }

    /// Requires a range as [ObjectStore#open(ObjectKey, long, long)] takes it.
    public static void requireRange(long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("a range of %d bytes at %d".formatted(length, offset));
        }
    }

    /// The storage does not answer, or fails.
    ///
    /// @param what a sentence without its full stop
    public static TempleException unavailable(String what, @Nullable Throwable cause) {
        return new TempleException(ErrorCode.STORAGE_UNAVAILABLE, what + ".", cause);
    }

    /// The work was interrupted.
    public static TempleException interrupted(Throwable cause) {
        return new TempleException(ErrorCode.INTERRUPTED, "The work with the storage was interrupted.", cause);
    }

    /// What a failure of the file system means: `STORAGE_FULL`, `STORAGE_REFUSED`, `INTERRUPTED` or
    /// `STORAGE_UNAVAILABLE`.
    ///
    /// @param what what could not be done, a sentence without its full stop
    public static TempleException file(String what, IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            return interrupted(failure);
        }
        var reason = failure instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
        // The last one: a limit of the length of files.
        var full = Stream.of("No space left", "quota exceeded", "not enough space", "File too large");
        if (full.anyMatch(reason::contains)) {
            return new TempleException(ErrorCode.STORAGE_FULL, what + ": there is no space left.", failure);
        }
        if (failure instanceof AccessDeniedException || reason.contains("Read-only file system")) {
            return new TempleException(ErrorCode.STORAGE_REFUSED, what + ": access is denied.", failure);
        }
        return unavailable("%s (%s)".formatted(what, Printable.text(reason)), failure);
    }
}
