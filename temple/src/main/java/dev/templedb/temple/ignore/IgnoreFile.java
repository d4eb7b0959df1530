package dev.templedb.temple.ignore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines of a `.gitignore`, the last of which that matches decides. Immutable.
public final class IgnoreFile {
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final List<IgnorePattern> patterns;

    private IgnoreFile(List<IgnorePattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /// Reads the content of a file. Lines that say nothing are passed over, as git does.
    public static IgnoreFile read(byte[] content) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var patterns = new ArrayList<IgnorePattern>();
        int from = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int next = newline < 0 ? text.length() : newline;
            int end = next > from && text.charAt(next - 1) == '\r' ? next - 1 : next;
            IgnorePattern.of(text.substring(from, end)).ifPresent(patterns::add);
            from = next + 1;
        }
        return new IgnoreFile(patterns);
    }

    /// Whether no line says anything.
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /// Whether the path is ignored; empty when no line is about it. Does not look at the directories above it.
    ///
    /// @param path below the directory of the file, one character for each byte
    public Optional<Boolean> ignores(String path, boolean isDirectory) {
        for (int i = patterns.size() - 1; i >= 0; i--) {
            if (patterns.get(i).matches(path, isDirectory)) {
                return Optional.of(!patterns.get(i).takesBack());
            }
        }
        return Optional.empty();
    }
}
