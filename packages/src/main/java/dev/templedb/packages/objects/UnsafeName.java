package dev.templedb.packages.objects;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Says which names could write outside their directory, or into git's own, on some file system.
///
/// *Unsafe* names are refused wherever they come from; git refuses them too (`git fsck`: hasDotgit, hasDot, hasDotdot,
/// fullPathname). *Not portable* names exist in honest repositories (`aux.c`, `Makefile` beside `makefile`) and are
/// kept,
/// but not written where the file system would confuse them.
public final class UnsafeName {
    /// `.git` as Windows and NTFS may spell it: the short name, and with trailing dots, spaces or a stream.
    private static final Pattern NTFS_GIT = Pattern.compile("(\\.git|git~1)[. ]*(:.*)?", Pattern.CASE_INSENSITIVE);
    /// Code points that HFS+ ignores when it compares names.
    private static final Pattern HFS_IGNORED =
            Pattern.compile("[\\u200c\\u200d\\u200e\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");
    private static final Pattern DEVICE = Pattern.compile(
            "(con|prn|aux|nul|com[0-9\\u00b9\\u00b2\\u00b3]|lpt[0-9\\u00b9\\u00b2\\u00b3]|conin\\$|conout\\$)([. ].*|:.*)?",
            Pattern.CASE_INSENSITIVE);

    private UnsafeName() {}

    /// Why the name in `raw[from..to)` is refused everywhere; empty for a good name. Cheap for ordinary names.
    public static Optional<String> whyUnsafe(byte[] raw, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return Optional.of("a name is empty");
        }
        var suspicious = raw[from] == '.' || raw[from] == 'g' || raw[from] == 'G';
        for (int i = from; i < to; i++) {
            if (raw[i] == '/' || raw[i] == 0) {
                return Optional.of("a name holds a slash or a NUL");
            }
            suspicious |= raw[i] < 0;
        }
        return suspicious ? whySuspicious(new String(raw, from, length, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static Optional<String> whySuspicious(String name) {
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("a name is \"" + name + "\"");
        }
        var plain = HFS_IGNORED.matcher(name).replaceAll("");
        return NTFS_GIT.matcher(plain).matches()
                ? Optional.of("a name stands for git's own directory \".git\"")
                : Optional.empty();
    }

    /// Why some file system cannot hold this name, although git can; empty for a name that is good everywhere.
    public static Optional<String> whyNotPortable(byte[] name) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return Optional.of("it is not UTF-8");
        }
        if (DEVICE.matcher(text).matches()) {
            return Optional.of("it is the name of a device on Windows");
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f || "\\:*?\"<>|".indexOf(c) >= 0)) {
            return Optional.of("it holds a character that Windows does not allow");
        }
        if (text.endsWith(".") || text.endsWith(" ")) {
            return Optional.of("it ends with a dot or a space");
        }
        return Optional.empty();
    }

    /// The form under which names collide on file systems that ignore case or Unicode composition.
    public static String folded(byte[] path) {
        var text = HFS_IGNORED.matcher(new String(path, StandardCharsets.UTF_8)).replaceAll("");
        return Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT),
                Normalizer.Form.NFC);
    }
}
