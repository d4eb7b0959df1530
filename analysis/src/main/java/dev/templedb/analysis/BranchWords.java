package dev.templedb.analysis;

import java.util.Collection;

/// The words of a language that stand for a decision, looked up in bytes without making strings.
final class BranchWords {
    private static final int FACTOR = 257;

    private final boolean ignoreCase;
    private final boolean[] firstBytes = new boolean[256];
    private final long[] hashes;
    private final int longest;

    BranchWords(Collection<String> words, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        this.longest = words.stream().mapToInt(String::length).max().orElse(0);
        this.hashes = words.stream()
                .map(Ascii::bytes)
                .mapToLong(word -> hash(word, 0, word.length))
                .toArray();
        for (var word : words) {
            firstBytes[word.charAt(0)] = true;
            firstBytes[ignoreCase ? Character.toUpperCase(word.charAt(0)) : word.charAt(0)] = true;
        }
    }

    boolean isEmpty() {
        return hashes.length == 0;
    }

    /// Whether one of the words begins with `b`.
    boolean beginWith(int b) {
        return firstBytes[b];
    }

    /// Whether one of the words stands at `at`, whole and as a keyword rather than a member such as
    /// `promise.catch`.
    boolean isAt(byte[] window, int at) {
        int before = window[at - 1];
        if (!firstBytes[window[at] & 0xff] || Ascii.isWord(before) || before == '.' || before == '$' || before == '#') {
            return false;
        }
        int end = at + 1;
        while (end - at <= longest && Ascii.isWord(window[end])) {
            end++;
        }
        return end - at <= longest && contains(hash(window, at, end));
    }

    private boolean contains(long hash) {
        for (long word : hashes) {
            if (word == hash) {
                return true;
            }
        }
        return false;
    }

    private long hash(byte[] text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * FACTOR + (ignoreCase ? text[i] | 0x20 : text[i]);
        }
        return hash;
    }
}
