package dev.templedb.temple.search;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Words after which a name is defined, in many languages.
final class Definitions {
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

    private Definitions() {}

    /// Whether the word before `begin`, in the line that begins at `start`, is one of them.
    static boolean precede(byte[] content, int start, int begin) {
        int end = begin;
        while (end > start && (content[end - 1] == ' ' || content[end - 1] == '\t')) {
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
