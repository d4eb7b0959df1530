package dev.templedb.packages.disk;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// File names as the bytes that the operating system has, which need not be text in any encoding.
///
/// Java's paths keep the bytes of names that came from a directory; only their `toString()` loses them. Percent escapes
/// in `file:` URIs give the
/// bytes in both directions (measured in `docs/design/file-names.md`).
public final class NativeNames {
    private NativeNames() {}

    /// The path of the file called `name` in `directory`.
    public static Path resolve(Path directory, byte[] name) {
        if (isPlain(name)) {
            return directory.resolve(new String(name, StandardCharsets.US_ASCII));
        }
        return directory.resolve(relative(name));
    }

    /// A relative path with these bytes, `/` between names.
    public static Path relative(byte[] path) {
        var uri = new StringBuilder("file:///");
        for (byte b : path) {
            uri.append('%').append(HexFormat.of().toHexDigits(b));
        }
        var absolute = Path.of(URI.create(uri.toString()));
        return absolute.subpath(0, absolute.getNameCount());
    }

    /// The bytes of the last name of `path`.
    public static byte[] lastName(Path path) {
        var name = String.valueOf(path.getFileName());
        if (isPlain(name)) {
            return name.getBytes(StandardCharsets.US_ASCII);
        }
        return bytesAfter(path.toAbsolutePath().toUri().getRawPath(), true);
    }

    /// The bytes of a whole path, as they were given: for the targets of symbolic links.
    public static byte[] bytes(Path path) {
        var text = path.toString();
        if (isPlain(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        var whole = bytesAfter(path.toAbsolutePath().toUri().getRawPath(), false);
        if (path.isAbsolute()) {
            return whole;
        }
        var base = bytesAfter(Path.of("").toAbsolutePath().toUri().getRawPath(), false);
        int cut = base.length + (base.length > 0 && base[base.length - 1] == '/' ? 0 : 1);
        return java.util.Arrays.copyOfRange(whole, cut, whole.length);
    }

    /// Decodes the percent escapes of a URI's path, of all of it or of its last name; a `/` at the end is not part
    /// of it.
    private static byte[] bytesAfter(String rawPath, boolean lastNameOnly) {
        var raw = rawPath.length() > 1 && rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        int start = lastNameOnly ? raw.lastIndexOf('/') + 1 : 0;
        var bytes = new ByteArrayOutputStream(raw.length() - start);
        for (int i = start; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isPlain(byte[] name) {
        for (byte b : name) {
            if (b < 0x20 || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
