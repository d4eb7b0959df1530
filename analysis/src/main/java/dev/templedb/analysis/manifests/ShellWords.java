package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.List;

/// Splits a line into words as a POSIX shell and Python's `shlex.split` do, without expanding anything.
final class ShellWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean isInWord;
    private int at;

    private ShellWords(String line) {
        this.line = line;
    }

    /// The words of `line`; none when a quote is not closed or nothing follows its last backslash.
    static List<String> split(String line) {
        var reader = new ShellWords(line);
        return reader.read() ? reader.words : List.of();
    }

    private boolean read() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (Character.isWhitespace(c)) {
                end();
                continue;
            }
            isInWord = true;
            boolean isWhole = switch (c) {
                case '\'' -> single();
                case '"' -> twofold();
                case '\\' -> escaped();
                default -> {
                    word.append(c);
                    yield true;
                }
            };
            if (!isWhole) {
                return false;
            }
        }
        end();
        return true;
    }

    private void end() {
        if (isInWord) {
            words.add(word.toString());
            word.setLength(0);
            isInWord = false;
        }
    }

    private boolean single() {
        int close = line.indexOf('\'', at);
        if (close < 0) {
            return false;
        }
        word.append(line, at, close);
        at = close + 1;
        return true;
    }

    /// Between double quotes, a backslash stands for itself unless a double quote or another one follows.
    private boolean twofold() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return true;
            }
            boolean escapes = c == '\\' && at < line.length() && (line.charAt(at) == '"' || line.charAt(at) == '\\');
            word.append(escapes ? line.charAt(at++) : c);
        }
        return false;
    }

    private boolean escaped() {
        if (at == line.length()) {
            return false;
        }
        word.append(line.charAt(at++));
        return true;
    }
}
