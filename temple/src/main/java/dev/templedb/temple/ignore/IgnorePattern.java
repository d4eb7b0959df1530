package dev.templedb.temple.ignore;

import java.util.Optional;

/// One line of a `.gitignore`. Texts have one character for each byte. Immutable.
public final class IgnorePattern {
    private static final String SPECIAL = "*?[\\";

    private final boolean takesBack;
    private final boolean directoriesOnly;
    /// Whether the pattern has no slash, so that it is about the last name of a path.
    private final boolean isName;

    private final String literal;
    private final Optional<Wildmatch> rest;

    /// @param line what is left of the line, not empty
    private IgnorePattern(String line) {
        takesBack = line.startsWith("!");
        int from = takesBack ? 1 : 0;
        int to = line.length();
        directoriesOnly = to > from && line.charAt(to - 1) == '/';
        if (directoriesOnly) {
            to--;
        }
        isName = line.substring(from, to).indexOf('/') < 0;
        if (from < to && line.charAt(from) == '/') {
            from++;
        }
        int special = from;
        while (special < to && SPECIAL.indexOf(line.charAt(special)) < 0) {
            special++;
        }
        // Git compares what comes before the first wildcard on its own, and so takes stars right behind it for the
        // beginning of a pattern.
        literal = line.substring(from, special);
        rest = special == to ? Optional.empty() : Optional.of(new Wildmatch(line.substring(special, to), !isName));
    }

    /// The pattern of one line, if it has any.
    public static Optional<IgnorePattern> of(String line) {
        int end = line.indexOf('\0');
        var text = withoutSpaces(end < 0 ? line : line.substring(0, end));
        return text.isEmpty() || text.startsWith("#") ? Optional.empty() : Optional.of(new IgnorePattern(text));
    }

    /// A pattern that is written as it is: nothing is taken off its ends, and `#` begins no comment.
    ///
    /// @param pattern not empty
    public static IgnorePattern ofExact(String pattern) {
        return new IgnorePattern(pattern);
    }

    /// Without the spaces at the end that no backslash protects.
    private static String withoutSpaces(String line) {
        int end = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
                end = Math.min(i + 1, line.length());
            } else if (line.charAt(i) != ' ') {
                end = i + 1;
            }
        }
        return line.substring(0, end);
    }

    /// Whether a match means that a path is not ignored.
    public boolean takesBack() {
        return takesBack;
    }

    /// Whether there is nothing that it could ever match.
    public boolean isEmpty() {
        return literal.isEmpty() && rest.isEmpty();
    }

    /// Whether it is malformed, such as one with a `[` that nothing closes; git takes such a line and matches
    /// nothing.
    public boolean isMalformed() {
        return rest.isPresent() && rest.get().isHopeless();
    }

    /// Whether it is about this path; what lies in a directory that matches is not looked at here.
    ///
    /// @param path below the directory of the file that has the line
    public boolean matches(String path, boolean isDirectory) {
        if (directoriesOnly && !isDirectory) {
            return false;
        }
        int from = isName ? path.lastIndexOf('/') + 1 : 0;
        if (!path.startsWith(literal, from)) {
            return false;
        }
        int after = from + literal.length();
        return rest.isPresent() ? rest.get().matches(path, after) : after == path.length();
    }
}
