package dev.templedb.temple.search;

import java.util.ArrayDeque;

/// How large a regular expression becomes when its counts are written out: `(a{100}){100}` is 10,000. An estimate, made
/// before anybody compiles it.
final class RegexSize {
    /// Larger ones are refused: each byte of a line costs up to this many steps.
    static final long LARGEST = 2_000;

    private final String text;
    private int at;

    private RegexSize(String text) {
        this.text = text;
    }

    static boolean isTooLarge(String expression) {
        return expression.length() > LARGEST || new RegexSize(expression).size() > LARGEST;
    }

    private long size() {
        var outer = new ArrayDeque<Long>();
        long sum = 0;
        long last = 0;
        while (at < text.length()) {
            char letter = text.charAt(at++);
            switch (letter) {
                case '(' -> {
                    outer.push(sum);
                    sum = 0;
                    last = 0;
                }
                case ')' -> {
                    last = sum + 1;
                    sum = last + (outer.isEmpty() ? 0 : outer.pop());
                }
                case '{' -> {
                    long times = times();
                    sum += last * (times - 1);
                    last *= times;
                }
                default -> {
                    skip(letter);
                    last = 1;
                    sum++;
                }
            }
            if (sum > LARGEST) {
                return sum;
            }
        }
        return sum;
    }

    /// The larger number of `{2}`, `{2,}` or `{2,3}` behind the brace; 1 for any other one.
    private long times() {
        long most = 1;
        long number = 0;
        for (int i = at; i < text.length() && i < at + 20; i++) {
            char digit = text.charAt(i);
            if (digit >= '0' && digit <= '9') {
                number = number * 10 + digit - '0';
                most = Math.max(most, number);
            } else if (digit == ',') {
                number = 0;
            } else {
                return digit == '}' ? most : 1;
            }
        }
        return 1;
    }

    /// What stands for one character is passed over whole.
    private void skip(char letter) {
        if (letter == '\\') {
            boolean isNamed =
                    at + 1 < text.length() && "pPx".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == '{';
            int end = isNamed ? text.indexOf('}', at) : at;
            at = end < 0 ? text.length() : end + 1;
        } else if (letter == '[') {
            int end = text.indexOf(']', at + 1);
            at = end < 0 ? text.length() : end + 1;
        }
    }
}
