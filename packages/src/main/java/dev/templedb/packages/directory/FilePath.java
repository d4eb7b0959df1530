package dev.templedb.packages.directory;

import dev.templedb.packages.objects.UnsafeName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Paths of files as text, and which of them a package of another tool may not hold.
final class FilePath {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    /// A device itself. One with an ending (`nul.py`) is an honest file, which only some versions of Windows cannot
    /// hold.
    private static final Pattern DEVICE = Pattern.compile(
            "(con|prn|aux|nul|com[0-9\\u00b9\\u00b2\\u00b3]|lpt[0-9\\u00b9\\u00b2\\u00b3]|conin\\$|conout\\$)([. ]*|:.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private FilePath() {}

    /// The text of a path; empty when the bytes are not UTF-8.
    static Optional<String> text(byte[] path) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(path))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /// A text for any path: bytes above 0x7f and percent signs become `%xx` where the whole is not UTF-8.
    static String escaped(byte[] path) {
        var text = new StringBuilder(path.length + 16);
        for (byte b : path) {
            if (b < 0 || b == '%') {
                text.append("%%%02x".formatted(b & 0xff));
            } else {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    /// Why a path is refused wherever it comes from, or because a foreign package has no honest use for it.
    static Optional<String> whyUnsafe(String path) {
        if (path.isEmpty() || path.startsWith("/") || DRIVE.matcher(path).matches()) {
            return Optional.of("the path is not relative");
        }
        if (path.indexOf('\\') >= 0) {
            return Optional.of("the path holds a backslash");
        }
        if (path.indexOf('\0') >= 0) {
            return Optional.of("a name holds a slash or a NUL");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            return Optional.of("the path holds half a surrogate pair");
        }
        for (var name : path.split("/", -1)) {
            var bytes = name.getBytes(StandardCharsets.UTF_8);
            var unsafe = UnsafeName.whyUnsafe(bytes, 0, bytes.length);
            if (unsafe.isPresent()) {
                return unsafe;
            }
            if (bytes.length > 255) {
                return Optional.of("a name is longer than 255 bytes");
            }
            if (DEVICE.matcher(name).matches()) {
                return Optional.of("a name is that of a device on Windows");
            }
        }
        return Optional.empty();
    }
}
