package dev.templedb.temple.git;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.temple.checkout.TreeWriter.WrittenFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes git's `index` (version 2) for a work tree that was just checked out, with what the operating system says of
/// each file, so
/// that `git status` need not read them.
///
/// JGit's writer knows neither inode nor change time, and takes names as text.
final class GitExportIndex {
    private static final int LONGEST_LENGTH = 0xfff;
    private static final int FIXED_BYTES = 62;

    private GitExportIndex() {}

    static void write(Path index, List<WrittenFile> files) throws IOException {
        var sorted = files.stream()
                .sorted(Comparator.comparing((WrittenFile file) -> file.file().path()))
                .toList();
        try (var digest = new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(index, StandardOpenOption.CREATE_NEW)),
                GitId.newDigest())) {
            var out = new DataOutputStream(digest);
            out.write("DIRC".getBytes(StandardCharsets.US_ASCII));
            out.writeInt(2);
            out.writeInt(sorted.size());
            for (var file : sorted) {
                writeEntry(out, file);
            }
            digest.on(false);
            digest.write(digest.getMessageDigest().digest());
        }
    }

    private static void writeEntry(DataOutputStream out, WrittenFile file) throws IOException {
        var path = file.file().path().bytes();
        writeStatus(out, file);
        out.write(file.file().target().bytes());
        out.writeShort(Math.min(path.length, LONGEST_LENGTH));
        out.write(path);
        out.write(new byte[8 - (FIXED_BYTES + path.length) % 8]);
    }

    private static void writeStatus(DataOutputStream out, WrittenFile file) throws IOException {
        var kind = file.file().kind();
        Map<String, Object> status = kind == FileMode.SUBMODULE ? Map.of() : read(file.path());
        writeTime(out, status.get("ctime"));
        writeTime(out, status.get("lastModifiedTime"));
        out.writeInt(number(status.get("dev")));
        out.writeInt(number(status.get("ino")));
        out.writeInt(kind.canonical());
        out.writeInt(number(status.get("uid")));
        out.writeInt(number(status.get("gid")));
        out.writeInt(number(status.get("size")));
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.readAttributes(
                        file, "unix:ctime,lastModifiedTime,dev,ino,uid,gid,size", LinkOption.NOFOLLOW_LINKS)
                : Files.readAttributes(file, "lastModifiedTime,size", LinkOption.NOFOLLOW_LINKS);
    }

    private static void writeTime(DataOutputStream out, @Nullable Object time) throws IOException {
        var instant = time instanceof FileTime known ? known.toInstant() : Instant.EPOCH;
        out.writeInt((int) instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    /// Git keeps the lower 32 bits.
    private static int number(@Nullable Object value) {
        return value instanceof Number known ? (int) known.longValue() : 0;
    }
}
