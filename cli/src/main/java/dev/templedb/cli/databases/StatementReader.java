package dev.templedb.cli.databases;

import org.jspecify.annotations.Nullable;

/// Puts lines together until a statement ends: with a `;` that is in no text, name or comment.
final class StatementReader {
    private final StringBuilder pending = new StringBuilder();

    /// Whether a statement has begun and not ended.
    boolean isPending() {
        return !pending.isEmpty();
    }

    /// Forgets what has begun.
    void clear() {
        pending.setLength(0);
    }

    /// Adds a line; blank ones before a statement do not count.
    void add(String line) {
        if (isPending() || !line.isBlank()) {
            pending.append(line).append('\n');
        }
    }

    /// The next whole statement with its `;`, or null.
    @Nullable
    String next() {
        int end = end(pending);
        if (end < 0) {
            return null;
        }
        String statement = pending.substring(0, end).strip();
        pending.delete(0, end);
        if (pending.toString().isBlank()) {
            clear();
        }
        return statement;
    }

    /// What is left without a `;`, at the end of the input; null when it is nothing.
    @Nullable
    String rest() {
        String rest = pending.toString().strip();
        clear();
        return rest.isEmpty() ? null : rest;
    }

    /// The place behind the first `;` that ends a statement; -1 when there is none.
    private static int end(CharSequence sql) {
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == ';') {
                return i + 1;
            }
            int next = switch (c) {
                case '\'', '"', '`' -> behind(sql, i + 1, String.valueOf(c));
                case '[' -> behind(sql, i + 1, "]");
                case '-' -> starts(sql, i, "--") ? behind(sql, i + 2, "\n") : i + 1;
                case '/' -> starts(sql, i, "/*") ? behind(sql, i + 2, "*/") : i + 1;
                default -> i + 1;
            };
            if (next < 0) {
                return -1;
            }
            i = next;
        }
        return -1;
    }

    private static boolean starts(CharSequence sql, int at, String with) {
        return at + with.length() <= sql.length() && with.contentEquals(sql.subSequence(at, at + with.length()));
    }

    private static int behind(CharSequence sql, int from, String end) {
        for (int i = from; i < sql.length(); i++) {
            if (starts(sql, i, end)) {
                return i + end.length();
            }
        }
        return -1;
    }
}
