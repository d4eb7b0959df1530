package dev.templedb.analysis.nix;

import dev.templedb.analysis.nix.NixToken.Kind;
import java.util.Set;

/// Cuts a text into words. The longest word that could begin at a place is the one that does.
///
/// What is inside strings and paths has other rules; the parser asks for it when it comes to one. Nothing is read ahead
/// of what was asked for.
final class NixLexer {
    private static final Set<String> KEYWORDS =
            Set.of("if", "then", "else", "assert", "with", "let", "in", "rec", "inherit", "or");
    private static final Set<String> LONG_SYMBOLS =
            Set.of("...", "==", "!=", "<=", ">=", "&&", "||", "->", "//", "++", "${");

    /// How the next part of a string, or of a path, goes on.
    enum Part {
        INTERPOLATION,
        END
    }

    private final String text;
    private int at;
    /// No path begins between the place where one was looked for last and this one.
    private int noPathBefore;
    /// As with paths.
    private int noUriBefore;

    NixLexer(String text) {
        this.text = text;
    }

    /// The next word, after any white space and comments.
    NixToken next() throws InvalidNix {
        skipSpace();
        int start = at;
        if (start == text.length()) {
            return new NixToken(Kind.END, start, "");
        }
        if (text.charAt(start) == '"') {
            at++;
            return new NixToken(Kind.STRING, start, "\"");
        }
        if (text.startsWith("''", start)) {
            at += 2;
            return new NixToken(Kind.INDENTED, start, "''");
        }
        return longest(start);
    }

    /// The next word, which comes again.
    NixToken peekNext() throws InvalidNix {
        int start = at;
        var token = next();
        at = start;
        return token;
    }

    private NixToken longest(int start) throws InvalidNix {
        int name = name(start);
        int number = number(start);
        int path = path(start);
        int search = searchPath(start);
        int uri = uri(start);
        int most = Math.max(Math.max(Math.max(name, number), Math.max(pathLength(start, path), search)), uri);
        if (most == start) {
            return symbol(start);
        }
        Kind kind;
        if (most == name) {
            kind = KEYWORDS.contains(text.substring(start, name)) ? Kind.KEYWORD : Kind.NAME;
        } else if (most == number) {
            kind = Kind.NUMBER;
            requireSmall(start, number);
        } else if (most == pathLength(start, path)) {
            kind = Kind.PATH;
            most = path;
        } else {
            kind = most == search ? Kind.SEARCH_PATH : Kind.URI;
        }
        at = most;
        return new NixToken(kind, start, text.substring(start, most));
    }

    /// A directory before an interpolation counts with the `${` when words are compared.
    private int pathLength(int start, int path) {
        return path > start && text.startsWith("${", path) && isSingleSegment(start, path) ? path + 2 : path;
    }

    private boolean isSingleSegment(int start, int path) {
        return text.charAt(path - 1) == '/' && text.indexOf('/', start) == path - 1;
    }

    private NixToken symbol(int start) throws InvalidNix {
        for (int length = 3; length > 1; length--) {
            if (start + length <= text.length() && LONG_SYMBOLS.contains(text.substring(start, start + length))) {
                at += length;
                return new NixToken(Kind.SYMBOL, start, text.substring(start, at));
            }
        }
        char c = text.charAt(start);
        if ("{}()[]<>=!?:;,.@+-*/".indexOf(c) < 0) {
            if (c == '\'') {
                throw invalid(start, "a single ' begins nothing; strings begin with \" or ''");
            }
            throw invalid(start, "a character that cannot stand here");
        }
        at++;
        return new NixToken(Kind.SYMBOL, start, String.valueOf(c));
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (text.startsWith("/*", at) && text.indexOf("*/", at + 2) >= 0) {
                at = text.indexOf("*/", at + 2) + 2;
            } else {
                return;
            }
        }
    }

    private int name(int start) {
        int end = start;
        if (isLetter(text.charAt(start)) || text.charAt(start) == '_') {
            end++;
            while (end < text.length() && isNameCharacter(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private int number(int start) {
        int whole = digits(start);
        if (whole < text.length() && text.charAt(whole) == '.') {
            int fraction = digits(whole + 1);
            boolean isFloat = whole > start && text.charAt(start) != '0'
                    || fraction > whole + 1
                            && (whole == start || text.substring(start, whole).equals("0"));
            if (isFloat) {
                return exponent(fraction);
            }
        }
        return whole;
    }

    private int exponent(int start) {
        if (start < text.length() && (text.charAt(start) == 'e' || text.charAt(start) == 'E')) {
            int sign = start + 1;
            if (sign < text.length() && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
                sign++;
            }
            int end = digits(sign);
            return end > sign ? end : start;
        }
        return start;
    }

    private int digits(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private void requireSmall(int start, int end) throws InvalidNix {
        var digits = text.substring(start, end);
        if (digits.chars().allMatch(Character::isDigit)) {
            try {
                Long.parseLong(digits);
            } catch (NumberFormatException tooLarge) {
                throw invalid(start, "a whole number that is too large");
            }
        }
    }

    /// Where a path that begins at `start` ends, or its first part when an interpolation follows.
    private int path(int start) {
        if (text.charAt(start) == '~') {
            int end = segments(start + 1);
            return end > start + 1 ? end : text.startsWith("~/${", start) ? start + 2 : start;
        }
        if (start < noPathBefore) {
            return start;
        }
        int first = pathCharacters(start);
        if (first == text.length() || text.charAt(first) != '/') {
            noPathBefore = first;
            return start;
        }
        int end = segments(first);
        return end > first ? end : text.startsWith("/${", first) ? first + 1 : start;
    }

    /// The end of one or more `/name`, with a slash after them if there is one.
    private int segments(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) == '/') {
            int after = pathCharacters(end + 1);
            if (after == end + 1) {
                break;
            }
            end = after;
        }
        return end > start && end < text.length() && text.charAt(end) == '/' ? end + 1 : end;
    }

    private int pathCharacters(int start) {
        int end = start;
        while (end < text.length() && isPathCharacter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int searchPath(int start) {
        if (text.charAt(start) != '<') {
            return start;
        }
        int end = pathCharacters(start + 1);
        if (end == start + 1) {
            return start;
        }
        while (end < text.length() && text.charAt(end) == '/') {
            int after = pathCharacters(end + 1);
            if (after == end + 1) {
                return start;
            }
            end = after;
        }
        return end < text.length() && text.charAt(end) == '>' ? end + 1 : start;
    }

    private int uri(int start) {
        if (start < noUriBefore || !isLetter(text.charAt(start))) {
            return start;
        }
        int scheme = start;
        while (scheme < text.length() && isSchemeCharacter(text.charAt(scheme))) {
            scheme++;
        }
        int end = scheme;
        if (scheme < text.length() && text.charAt(scheme) == ':') {
            end++;
            while (end < text.length() && isUriCharacter(text.charAt(end))) {
                end++;
            }
        }
        if (end <= scheme + 1) {
            noUriBefore = scheme;
            return start;
        }
        return end;
    }

    /// Reads on in a string up to an interpolation, whose `${` is read too, or to its end.
    Part stringPart(int begin, StringBuilder plain) throws InvalidNix {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Part.END;
            } else if (text.startsWith("${", at)) {
                at += 2;
                return Part.INTERPOLATION;
            }
            int length = 1;
            if (c == '\\') {
                length = 2;
            } else if (c == '$' && at + 1 < text.length() && text.charAt(at + 1) != '"') {
                length = text.charAt(at + 1) == '\\' ? 3 : 2;
            }
            take(length, plain);
        }
        throw invalid(begin, "the string that begins here has no end");
    }

    /// Reads on in an indented string up to an interpolation, whose `${` is read too, or to its end.
    Part indentedPart(int begin, StringBuilder plain) throws InvalidNix {
        while (at < text.length()) {
            if (text.startsWith("${", at)) {
                at += 2;
                return Part.INTERPOLATION;
            }
            char c = text.charAt(at);
            char second = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
            if (c == '\'' && second == '\'') {
                char third = at + 2 < text.length() ? text.charAt(at + 2) : '\0';
                int length = third == '$' || third == '\'' ? 3 : third == '\\' && at + 3 < text.length() ? 4 : 0;
                if (length == 0) {
                    at += 2;
                    return Part.END;
                }
                take(length, plain);
            } else if (c == '\'') {
                take(second == '$' ? 1 : 2, plain);
            } else if (c == '$') {
                take(second == '\'' ? 1 : 2, plain);
            } else {
                take(1, plain);
            }
        }
        throw invalid(begin, "the string that begins here has no end");
    }

    /// Reads on in a path up to an interpolation, whose `${` is read too, or to its end.
    ///
    /// @param isFirst whether there was no interpolation in this path yet
    Part pathPart(int begin, boolean isFirst) throws InvalidNix {
        int start = at;
        boolean endsWithSlash = text.charAt(at - 1) == '/';
        while (true) {
            if (text.startsWith("${", at)) {
                at += 2;
                return Part.INTERPOLATION;
            }
            int end = at < text.length() ? morePath() : at;
            if (end == at) {
                if (endsWithSlash) {
                    throw invalid(begin, "the path ends with a slash");
                }
                if (isFirst && at > start) {
                    throw invalid(start, "the path has two slashes here");
                }
                return Part.END;
            }
            endsWithSlash = text.charAt(end - 1) == '/';
            at = end;
        }
    }

    private int morePath() {
        int first = pathCharacters(at);
        if (first == text.length() || text.charAt(first) != '/') {
            return first;
        }
        int end = segments(first);
        return end > first ? end : first + 1;
    }

    private void take(int length, StringBuilder plain) {
        int end = Math.min(at + length, text.length());
        plain.append(text, at, end);
        at = end;
    }

    /// A complaint about the place `where`.
    InvalidNix invalid(int where, String reason) {
        int line = 1;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < where; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        return new InvalidNix(line, text.codePointCount(lineStart, Math.min(where, text.length())) + 1, reason);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || c >= '0' && c <= '9';
    }

    private static boolean isNameCharacter(char c) {
        return isLetterOrDigit(c) || c == '_' || c == '\'' || c == '-';
    }

    private static boolean isPathCharacter(char c) {
        return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '+';
    }

    private static boolean isSchemeCharacter(char c) {
        return isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private static boolean isUriCharacter(char c) {
        return isLetterOrDigit(c) || "%/?:@&=+$,-_.!~*'".indexOf(c) >= 0;
    }
}
