package dev.templedb.temple.worktree;

import dev.templedb.packages.objects.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the operating system says about a file without reading it. Two equal ones mean the same content, when the file
/// had not been written just before the first was taken ([#isSettled]).
///
/// @param kind   null for what is neither a file nor a directory nor a symbolic link
/// @param bytes  its length
/// @param mtime  when its content changed, in nanoseconds since 1970
/// @param ctime  when anything about it changed, in nanoseconds since 1970; 0 where the system does not say
/// @param inode  its number on the disk; 0 where the system does not say
record FileStat(@Nullable FileMode kind, long bytes, long mtime, long ctime, long inode) {
    /// File systems keep times in steps of up to this; a file may be written twice within one.
    private static final long STEP_NANOS = 1_000_000_000L;

    private static final int TYPE = 0170000;
    private static final int OWNER_EXECUTES = 0100;
    private static final boolean IS_UNIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /// Looks at `path` itself; symbolic links are not followed. Null when there is nothing.
    static @Nullable FileStat of(Path path) throws IOException {
        try {
            return IS_UNIX ? ofUnix(path) : ofAny(path);
        } catch (NoSuchFileException gone) {
            return null;
        } catch (java.nio.file.FileSystemException other) {
            if (String.valueOf(other.getReason()).contains("Not a directory")) {
                return null;
            }
            throw other;
        }
    }

    private static FileStat ofUnix(Path path) throws IOException {
        var all = Files.readAttributes(path, "unix:ctime,ino,mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return new FileStat(
                kind(attribute(all, "mode", Integer.class)),
                attribute(all, "size", Long.class),
                nanos(attribute(all, "lastModifiedTime", FileTime.class)),
                nanos(attribute(all, "ctime", FileTime.class)),
                attribute(all, "ino", Long.class));
    }

    private static <T> T attribute(Map<String, Object> all, String name, Class<T> type) {
        return Objects.requireNonNull(type.cast(all.get(name)), name);
    }

    private static FileStat ofAny(Path path) throws IOException {
        var all = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var kind = all.isDirectory()
                ? FileMode.DIRECTORY
                : all.isSymbolicLink() ? FileMode.SYMLINK : all.isRegularFile() ? FileMode.FILE : null;
        return new FileStat(kind, all.size(), nanos(all.lastModifiedTime()), 0, 0);
    }

    private static @Nullable FileMode kind(int mode) {
        return switch (mode & TYPE) {
            case 0040000 -> FileMode.DIRECTORY;
            case 0120000 -> FileMode.SYMLINK;
            case 0100000 -> (mode & OWNER_EXECUTES) == 0 ? FileMode.FILE : FileMode.EXECUTABLE;
            default -> null;
        };
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /// What [#equals] says, without what the first call of a record's own `equals` costs at every start.
    boolean isLike(@Nullable FileStat other) {
        return other != null
                && kind == other.kind
                && bytes == other.bytes
                && mtime == other.mtime
                && ctime == other.ctime
                && inode == other.inode;
    }

    boolean isDirectory() {
        return kind == FileMode.DIRECTORY;
    }

    /// Whether this is a file or a link, which a project can hold.
    boolean isContent() {
        return kind != null && kind != FileMode.DIRECTORY;
    }

    /// Whether a write after the moment `lookedAt` would show. If not, an equal stat proves nothing later, as with
    /// what git
    /// calls racily clean.
    ///
    /// @param lookedAt nanoseconds since 1970, before the file was looked at
    boolean isSettled(long lookedAt) {
        return mtime < lookedAt - STEP_NANOS && ctime < lookedAt - STEP_NANOS;
    }

    /// The kind as an optional.
    Optional<FileMode> content() {
        return isContent() ? Optional.ofNullable(kind) : Optional.empty();
    }
}
