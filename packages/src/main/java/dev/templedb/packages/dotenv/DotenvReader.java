package dev.templedb.packages.dotenv;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Reads one text from its beginning to its end.
final class DotenvReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String ESCAPES = "nrtfbva\"'\\";
    private static final String ESCAPED = "\n\r\t\f\b\u000B\u0007\"'\\";

    private final String text;
    private int at;
    private int line = 1;

    DotenvReader(String text) {
        var unmarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        this.text = unmarked.replace("\r\n", "\n").replace('\r', '\n');
    }

    SequencedMap<String, String> read() throws InvalidDotenv {
        var variables = new LinkedHashMap<String, String>();
        for (skipEmptyLines(); at < text.length(); skipEmptyLines()) {
            var name = name();
            variables.put(name, value());
            endOfLine();
        }
        return variables;
    }

    private void skipEmptyLines() {
        while (at < text.length()) {
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '#') {
                skipLine();
            }
            if (at == text.length() || text.charAt(at) != '\n') {
                return;
            }
            at++;
            line++;
        }
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\u000B' || c == '\u00A0';
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private String name() throws InvalidDotenv {
        var name = word();
        if (name.equals("export") && at < text.length() && isBlank(text.charAt(at))) {
            skipBlanks();
            // A variable may be called export.
            name = at < text.length() && text.charAt(at) == '=' ? name : word();
        }
        if (!Dotenv.isName(name)) {
            throw new InvalidDotenv(line, "does not begin with the name of a variable");
        }
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
        } else if (at + 1 < text.length() && text.charAt(at) == ':' && isBlank(text.charAt(at + 1))) {
            at++;
        } else {
            throw new InvalidDotenv(line, "has no = after the name");
        }
        return name;
    }

    private String word() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }

    private String value() throws InvalidDotenv {
        int before = at;
        skipBlanks();
        if (at == text.length()) {
            return "";
        }
        return switch (text.charAt(at)) {
            case '\'' -> quoted('\'', "'\\", "'\\");
            case '"' -> quoted('"', ESCAPES, ESCAPED);
            case '`' -> quoted('`', "", "");
            default -> unquoted(before);
        };
    }

    private String unquoted(int before) {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && !isComment(end, before)) {
            end++;
        }
        var value = text.substring(at, end).strip();
        at = end;
        return value;
    }

    /// A `#` begins a comment after white space only: colours and fragments of addresses are values.
    private boolean isComment(int position, int before) {
        return text.charAt(position) == '#' && position > before && isBlank(text.charAt(position - 1));
    }

    private String quoted(char quote, String escapes, String escaped) throws InvalidDotenv {
        int begun = line;
        var value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                return value.toString();
            }
            int escape = c == '\\' && at + 1 < text.length() ? escapes.indexOf(text.charAt(at + 1)) : -1;
            if (escape >= 0) {
                value.append(escaped.charAt(escape));
                at++;
            } else {
                value.append(c);
                line += c == '\n' ? 1 : 0;
            }
        }
        throw new InvalidDotenv(begun, "begins a quote that does not end");
    }

    private void endOfLine() throws InvalidDotenv {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '#') {
            skipLine();
        }
        if (at < text.length() && text.charAt(at) != '\n') {
            throw new InvalidDotenv(line, "has something after the closing quote");
        }
    }
}
