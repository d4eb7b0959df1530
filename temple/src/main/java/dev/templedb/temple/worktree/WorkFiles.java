package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.FileMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Reads the files of a checked-out directory. Thread-safe.
final class WorkFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path root;

    WorkFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path path(String raw) {
        return RawPath.resolve(root, raw);
    }

    /// Looks at a file or directory; null when there is none. What lies behind a symbolic link is none of the
    /// directory's.
    @Nullable
    FileStat stat(String raw) {
        try {
            for (int slash = raw.indexOf('/'); slash > 0; slash = raw.indexOf('/', slash + 1)) {
                var above = FileStat.of(path(raw.substring(0, slash)));
                if (above == null || !above.isDirectory()) {
                    return null;
                }
            }
            return FileStat.of(path(raw));
        } catch (IOException unreadable) {
            throw unreadable(raw, unreadable);
        }
    }

    /// What a commit of the file would name it: the hash of its bytes, or of where a link leads.
    ///
    /// @throws TempleException with `CHANGED_WHILE_READING`
    GitId hash(String raw, FileStat stat) {
        var sha1 = sha1();
        try (var in = open(raw, stat.kind() == FileMode.SYMLINK)) {
            long length = stat.bytes();
            sha1.update(header(length));
            var buffer = new byte[(int) Math.clamp(length + 1, 1, BUFFER_BYTES)];
            long left = length;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha1.update(buffer, 0, n);
                left -= n;
            }
            if (left != 0) {
                throw changed(raw);
            }
            return GitId.ofBytes(sha1.digest());
        } catch (IOException unreadable) {
            throw unreadable(raw, unreadable);
        }
    }

    /// The bytes of a file, or where a link leads.
    InputStream open(String raw, boolean isLink) throws IOException {
        var path = path(raw);
        return isLink
                ? new ByteArrayInputStream(linkTarget(path))
                : Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Java's paths have no double slashes and none at the end, so a target that may have been changed is asked for
    /// otherwise.
    private static byte[] linkTarget(Path link) throws IOException {
        var target = NativeNames.bytes(Files.readSymbolicLink(link));
        long length = Files.readAttributes(
                        link, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .size();
        return target.length == length ? target : askedFor(link, target);
    }

    private static byte[] askedFor(Path link, byte[] fallback) throws IOException {
        var escaped = new StringBuilder();
        for (byte b : NativeNames.bytes(link.toAbsolutePath())) {
            escaped.append("\\0%03o".formatted(b & 0xff));
        }
        var process = new ProcessBuilder(
                        "sh", "-c", "n=$(printf '%b.' \"$1\") && readlink -n -- \"${n%.}\"", "sh", escaped.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = process.getInputStream().readAllBytes();
        try {
            return process.waitFor() == 0 ? said : fallback;
        } catch (InterruptedException interrupt) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
    }

    /// What git hashes before the bytes of a blob.
    static byte[] header(long bytes) {
        return ("blob " + bytes + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }

    static TempleException changed(String raw) {
        return new TempleException(
                ErrorCode.CHANGED_WHILE_READING, "The file %s changed while it was read.".formatted(RawPath.path(raw)));
    }

    static TempleException unreadable(String raw, IOException why) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "The file %s cannot be read (%s)."
                        .formatted(RawPath.path(raw), Printable.text(String.valueOf(why.getMessage()))),
                why);
    }
}
