package dev.templedb.temple.search;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Knows lines that define a name: by words such as `class` before it, in many languages, or as `TYPE NAME(`.
final class Definitions {
    /// What else types are written with.
    private static final String IN_TYPES = " \t@<>[],?*&:";
    /// In bytes; what is longer is not written by people.
    private static final int LONGEST_TYPE = 200;

    private static final Set<String> WORDS = Set.of(
            "class",
            "interface",
            "enum",
            "record",
            "struct",
            "trait",
            "type",
            "module",
            "namespace",
            "package",
            "object",
            "def",
            "func",
            "function",
            "fn",
            "fun",
            "sub",
            "proc",
            "macro",
            "define",
            "union",
            "impl",
            "protocol",
            "const",
            "let",
            "var",
            "val",
            "table",
            "view");

    /// Words that stand before a call, where a type stands before a definition.
    private static final Set<String> BEFORE_CALLS = Set.of(
            "and", "assert", "await", "case", "delete", "do", "echo", "elif", "else", "elsif", "for", "go", "goto",
            "defer", "if", "in", "is", "new", "not", "or", "print", "puts", "raise", "return", "then", "throw", "try",
            "typeof", "unless", "until", "when", "while", "with", "yield");

    private Definitions() {}

    /// Whether the name from `begin` to `end` seems to be defined in the line from `start` to `lineEnd`.
    static boolean isAt(byte[] content, int start, int begin, int end, int lineEnd) {
        return precede(content, start, begin) || isTyped(content, start, begin, end, lineEnd);
    }

    /// Whether the line begins with a type, then the name, then a parenthesis: of a call there is a dot, an
    /// operator, a parenthesis or a word such as `return` before the name, or nothing.
    private static boolean isTyped(byte[] content, int start, int begin, int end, int lineEnd) {
        if (end >= lineEnd || content[end] != '(') {
            return false;
        }
        int from = start;
        while (from < begin && isBlank(content[from])) {
            from++;
        }
        int to = begin;
        while (to > from && isBlank(content[to - 1])) {
            to--;
        }
        if (from == to
                || begin - from > LONGEST_TYPE
                || !isNameByte(content[from]) && "@<[".indexOf(content[from]) < 0) {
            return false;
        }
        boolean isApart = to < begin || content[to - 1] == '*' || content[to - 1] == '&';
        return isApart && isType(content, from, to);
    }

    private static boolean isType(byte[] content, int from, int to) {
        int word = from;
        for (int i = from; i <= to; i++) {
            if (i == to || !isNameByte(content[i])) {
                if (BEFORE_CALLS.contains(new String(content, word, i - word, StandardCharsets.US_ASCII))
                        || i < to && IN_TYPES.indexOf(content[i]) < 0) {
                    return false;
                }
                word = i + 1;
            }
        }
        // A comma or an operator there is one between values.
        byte last = content[to - 1];
        return isNameByte(last) || ">]*&?".indexOf(last) >= 0;
    }

    private static boolean isBlank(byte letter) {
        return letter == ' ' || letter == '\t';
    }

    private static boolean isNameByte(byte letter) {
        return letter < 0 || letter == '_' || Character.isLetterOrDigit(letter);
    }

    /// Whether the word before `begin`, in the line that begins at `start`, is one of them.
    private static boolean precede(byte[] content, int start, int begin) {
        int end = begin;
        while (end > start && isBlank(content[end - 1])) {
            end--;
        }
        int from = end;
        while (from > start && Character.isLetter(content[from - 1])) {
            from--;
        }
        return end < begin
                && from < end
                && WORDS.contains(new String(content, from, end - from, StandardCharsets.US_ASCII));
    }
}
