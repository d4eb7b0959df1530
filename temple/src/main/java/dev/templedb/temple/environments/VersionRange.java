package dev.templedb.temple.environments;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which versions a requirement admits, in the ways in which npm, Python, Ruby and PHP write it: `>=18 <23`,
/// `^20 || ^22`, `~=3.11`, `~> 3.3.0`, `18.x`, `18 - 20`, `==3.12.*`. What it does not understand admits everything.
///
/// @param spans any of them will do
record VersionRange(List<Span> spans) {
    private static final long FIRST = 0;
    private static final long END = Long.MAX_VALUE;
    private static final int MOST_ALTERNATIVES = 50;
    private static final int LONGEST = 1000;
    private static final Pattern HYPHEN = Pattern.compile("([0-9][0-9.]*)\\s+-\\s+([0-9][0-9.]*)");
    private static final Pattern COMPARATOR = Pattern.compile(
            "(>=|<=|===?|=|>|<|~>|~=|\\^|~|!=)?\\s*v?(\\d{1,6}|[*xX])(?:\\.(\\d{1,6}|[*xX]))?(?:\\.(\\d{1,6}|[*xX]))?");

    /// From a version up to, and without, another; versions as one number.
    record Span(long from, long to) {
        Span and(Span other) {
            return new Span(Math.max(from, other.from), Math.min(to, other.to));
        }

        boolean isEmpty() {
            return from >= to;
        }
    }

    VersionRange {
        spans = List.copyOf(spans);
    }

    /// @param range what a manifest says, which may be anything; only its beginning is looked at
    static VersionRange of(String range) {
        var text = range.substring(0, Math.min(range.length(), LONGEST));
        var spans = new ArrayList<Span>();
        for (var alternative : text.split("\\|\\|?", MOST_ALTERNATIVES)) {
            var span = new Span(FIRST, END);
            var plain = HYPHEN.matcher(alternative).replaceAll(">=$1 <=$2");
            for (var comparator : COMPARATOR.matcher(plain).results().toList()) {
                span = span.and(span(comparator));
            }
            spans.add(span);
        }
        return new VersionRange(spans);
    }

    /// Whether it admits a version of the line `line`, such as `22` or `3.12`.
    boolean admits(String line) {
        var all = exact(parts(line));
        return spans.stream().anyMatch(span -> !span.and(all).isEmpty());
    }

    /// The lowest version that it admits, down to two numbers: `3.11`.
    String lowest() {
        long from = spans.stream().mapToLong(Span::from).min().orElse(0);
        return from / 1_000_000_000_000L + "." + from / 1_000_000 % 1_000_000;
    }

    private static Span span(MatchResult match) {
        var operator = match.group(1) == null ? "" : match.group(1);
        var version = parts(match.group(2), match.group(3), match.group(4));
        if (version.isEmpty()) {
            return new Span(FIRST, END);
        }
        var exact = exact(version);
        return switch (operator) {
            case ">=" -> new Span(exact.from, END);
            case ">" -> new Span(exact.to, END);
            case "<=" -> new Span(FIRST, exact.to);
            case "<" -> new Span(FIRST, exact.from);
            case "^" -> new Span(exact.from, after(version, version.getFirst() == 0 ? 2 : 1));
            case "~" -> new Span(exact.from, after(version, 2));
            case "~>", "~=" -> new Span(exact.from, after(version, Math.max(version.size() - 1, 1)));
            case "!=" -> new Span(FIRST, END);
            default -> exact;
        };
    }

    private static Span exact(List<Long> version) {
        return new Span(number(version), after(version, version.size()));
    }

    /// What comes after all that begin as `version` does with its first `count` numbers.
    private static long after(List<Long> version, int count) {
        var next = new ArrayList<>(version.subList(0, Math.min(count, version.size())));
        next.set(next.size() - 1, next.getLast() + 1);
        return number(next);
    }

    private static long number(List<Long> version) {
        long number = 0;
        for (int i = 0; i < 3; i++) {
            number = number * 1_000_000 + (i < version.size() ? version.get(i) : 0);
        }
        return number;
    }

    private static List<Long> parts(String line) {
        return parts(line.split("\\.", 3));
    }

    private static List<Long> parts(@Nullable String... texts) {
        var parts = new ArrayList<Long>();
        for (var text : texts) {
            if (text == null || !Character.isDigit(text.charAt(0))) {
                break;
            }
            parts.add(Long.parseLong(text));
        }
        return parts;
    }
}
