package dev.templedb.temple.attributes;

import dev.templedb.temple.ignore.IgnorePattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The lines of one `.gitattributes`. Texts have one character for each byte. Immutable.
///
/// @param lines  those with patterns, in their order
/// @param macros by name, what an attribute stands for
record AttributeFile(List<Line> lines, Map<String, List<Setting>> macros) {
    static final AttributeFile EMPTY = new AttributeFile(List.of(), Map.of());

    /// Git passes over longer lines.
    private static final int MOST_LINE_CHARS = 2047;

    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final String MACRO = "[attr]";
    private static final String RESERVED = "builtin_";
    private static final String BLANK = " \t\r\n";

    /// What one line says of the paths that it is about.
    record Line(IgnorePattern pattern, List<Setting> settings) {}

    /// What a line says of one attribute.
    ///
    /// @param value what stands behind `=`
    record Setting(String name, State state, String value) {}

    /// The four ways to say something of an attribute: `name`, `-name`, `!name`, `name=value`.
    enum State {
        SET,
        UNSET,
        UNSPECIFIED,
        VALUE
    }

    /// Reads the content of a file. Lines that git would refuse say nothing.
    ///
    /// @param isOnDisk whether it comes from a file and not from a commit: only there git passes over a byte order
    /// mark
    static AttributeFile read(byte[] content, boolean isOnDisk) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var lines = new ArrayList<Line>();
        var macros = new HashMap<String, List<Setting>>();
        int from = isOnDisk && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int next = newline < 0 ? text.length() : newline;
            read(text.substring(from, next), lines, macros);
            from = next + 1;
        }
        return new AttributeFile(List.copyOf(lines), Map.copyOf(macros));
    }

    private static void read(String whole, List<Line> lines, Map<String, List<Setting>> macros) {
        int nul = whole.indexOf('\0');
        var line = nul < 0 ? whole : whole.substring(0, nul);
        int from = skip(line, 0, true);
        if (from == line.length() || line.charAt(from) == '#' || line.length() > MOST_LINE_CHARS) {
            return;
        }
        var name = Quoted.at(line, from).orElseGet(() -> {
            int end = skip(line, from, false);
            return new Quoted(line.substring(from, end), end);
        });
        if (name.text().startsWith(MACRO) && name.text().length() > MACRO.length()) {
            int begin = skip(name.text(), MACRO.length(), true);
            var macro = name.text().substring(begin, skip(name.text(), begin, false));
            if (isValid(macro)) {
                settings(line, name.end()).ifPresent(settings -> macros.put(macro, settings));
            }
        } else if (!name.text().startsWith("!") && !name.text().isEmpty()) {
            settings(line, name.end())
                    .ifPresent(settings -> lines.add(new Line(IgnorePattern.ofExact(name.text()), settings)));
        }
    }

    /// A name in quotation marks, and where it ends.
    private record Quoted(String text, int end) {
        private static final String LETTERS = "abfnrtv\\\"";
        private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\\"";

        /// As C has it; empty when it is not in quotation marks or not as C has it.
        static Optional<Quoted> at(String line, int from) {
            if (line.charAt(from) != '"') {
                return Optional.empty();
            }
            var text = new StringBuilder();
            int at = from + 1;
            while (at < line.length()) {
                char c = line.charAt(at++);
                if (c == '"') {
                    return Optional.of(new Quoted(text.toString(), at));
                }
                if (c != '\\') {
                    text.append(c);
                } else if (at == line.length()) {
                    return Optional.empty();
                } else if (LETTERS.indexOf(line.charAt(at)) >= 0) {
                    text.append(MEANING.charAt(LETTERS.indexOf(line.charAt(at++))));
                } else if (at + 3 <= line.length() && line.substring(at, at + 3).matches("[0-3][0-7][0-7]")) {
                    text.append((char) Integer.parseInt(line.substring(at, at + 3), 8));
                    at += 3;
                } else {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    /// Empty when one of them is no setting: git passes over the whole line.
    private static Optional<List<Setting>> settings(String line, int from) {
        var settings = new ArrayList<Setting>();
        for (int at = skip(line, from, true); at < line.length(); ) {
            int end = skip(line, at, false);
            var setting = setting(line.substring(at, end));
            if (setting.isEmpty()) {
                return Optional.empty();
            }
            settings.add(setting.get());
            at = skip(line, end, true);
        }
        return Optional.of(List.copyOf(settings));
    }

    private static Optional<Setting> setting(String word) {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        var state = equals < 0 ? State.SET : State.VALUE;
        if (name.startsWith("-") || name.startsWith("!")) {
            state = name.startsWith("-") ? State.UNSET : State.UNSPECIFIED;
            name = name.substring(1);
        }
        return isValid(name)
                ? Optional.of(new Setting(name, state, state == State.VALUE ? word.substring(equals + 1) : ""))
                : Optional.empty();
    }

    private static boolean isValid(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '-'
                && !name.startsWith(RESERVED)
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '_'
                                || c == '.');
    }

    /// The first place from `from` on that has no blank, or that has one.
    private static int skip(String text, int from, boolean blanks) {
        int at = from;
        while (at < text.length() && BLANK.indexOf(text.charAt(at)) >= 0 == blanks) {
            at++;
        }
        return at;
    }

    /// This file without what says nothing of `names`, and without macros.
    AttributeFile about(Set<String> names) {
        return new AttributeFile(
                lines.stream()
                        .filter(line -> line.settings().stream().anyMatch(setting -> names.contains(setting.name())))
                        .toList(),
                Map.of());
    }

    boolean isEmpty() {
        return lines.isEmpty() && macros.isEmpty();
    }
}
