package dev.templedb.temple.checkout;

import dev.templedb.packages.disk.NativeNames;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Makes symbolic links with targets of any bytes. They are never followed.
final class NewLink {
    /// No system keeps longer ones.
    static final int LONGEST_TARGET_BYTES = 4095;

    private NewLink() {}

    static void create(TreeWriter.WrittenFile link, byte[] target) throws IOException {
        var path = link.file().path();
        if (target.length == 0) {
            throw TargetNames.refused(path, "it is a symbolic link to nothing");
        }
        for (byte b : target) {
            if (b == 0) {
                throw TargetNames.refused(path, "the target of the symbolic link holds a NUL");
            }
        }
        if (isChangedByJava(target)) {
            createWithShell(link.path(), target);
        } else {
            Files.createSymbolicLink(link.path(), path(target));
        }
    }

    /// Java's paths have no double slashes and none at the end.
    private static boolean isChangedByJava(byte[] target) {
        for (int i = 1; i < target.length; i++) {
            if (target[i] == '/' && (target[i - 1] == '/' || i == target.length - 1)) {
                return true;
            }
        }
        return false;
    }

    private static Path path(byte[] target) {
        if (target[0] != '/') {
            return NativeNames.relative(target);
        }
        var root = Path.of("/");
        return target.length == 1
                ? root
                : root.resolve(NativeNames.relative(Arrays.copyOfRange(target, 1, target.length)));
    }

    /// Name and target are escaped, because they may be bytes that no argument of a process can hold.
    private static void createWithShell(Path link, byte[] target) throws IOException {
        var escapedTarget = escaped(target);
        var escapedName = escaped(NativeNames.bytes(link.toAbsolutePath()));
        var script = "t=$(printf '%b.' \"$1\") && n=$(printf '%b.' \"$2\") && ln -s -- \"${t%.}\" \"${n%.}\"";
        var process = new ProcessBuilder("sh", "-c", script, "sh", escapedTarget, escapedName)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("a symbolic link could not be made");
            }
        } catch (InterruptedException interrupt) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while making a symbolic link");
        }
    }

    private static String escaped(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (b == '\\') {
                text.append("\\\\");
            } else if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append("\\0%03o".formatted(b & 0xff));
            }
        }
        return text.toString();
    }
}
