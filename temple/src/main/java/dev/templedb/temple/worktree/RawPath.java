package dev.templedb.temple.worktree;

import dev.templedb.packages.disk.NativeNames;
import dev.templedb.temple.history.FilePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Paths as texts with one character for each byte, so that they are cheap to compare and lose nothing.
final class RawPath {
    private RawPath() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String of(FilePath path) {
        return of(path.bytes());
    }

    /// The name of a directory entry.
    static String lastName(Path path) {
        var name = String.valueOf(path.getFileName());
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < 0x20 || name.charAt(i) >= 0x7f) {
                return of(NativeNames.lastName(path));
            }
        }
        return name;
    }

    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    static FilePath path(String raw) {
        return FilePath.of(bytes(raw));
    }

    /// As text for patterns; what is not UTF-8 becomes a replacement character.
    static String text(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) >= 0x80) {
                return new String(bytes(raw), StandardCharsets.UTF_8);
            }
        }
        return raw;
    }

    /// The directory that holds `raw`; empty for the root.
    static String parent(String raw) {
        int slash = raw.lastIndexOf('/');
        return slash < 0 ? "" : raw.substring(0, slash);
    }

    /// Where it lies below `root`.
    static Path resolve(Path root, String raw) {
        return root.resolve(NativeNames.relative(bytes(raw)));
    }
}
