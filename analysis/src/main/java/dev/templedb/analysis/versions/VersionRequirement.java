package dev.templedb.analysis.versions;

import dev.templedb.analysis.versions.PackageQuery.Bound;
import dev.templedb.analysis.versions.PackageQuery.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the common requirements of npm, Cargo, Composer, Bundler, Python, Maven, Gradle and NuGet leave room for. The
/// ranges are never
/// narrower than what the package manager means.
final class VersionRequirement {
    private static final Set<String> TYPES = Set.of("npm", "cargo", "composer", "gem", "pypi");
    private static final String END =
            "v?(\\d{1,15}(?:\\.\\d{1,15}){0,3})(?:\\.[*xX]){0,2}(-[A-Za-z0-9][\\w.+-]{0,100})?";
    private static final Pattern PART = Pattern.compile(
            "(\\^|~>|~=|~|<=|>=|===|==|!=|<|>|=)?\\s*v?(\\d{1,15}(?:\\.\\d{1,15}){0,5})(\\.[*xX])?((?:[-.]?[A-Za-z]|-)[\\w.-]{0,100})?(?:\\s*,\\s*|\\s+|$)");
    /// npm and Composer: `1.2.3 - 2.3`, both ends included.
    private static final Pattern HYPHEN = Pattern.compile(END + "\\s+-\\s+" + END);

    private static final int LONGEST = 1000;

    /// What is not understood leaves room for everything.
    private static final List<List<Bound>> ANYTHING = List.of(List.of());

    private VersionRequirement() {}

    /// The alternatives, in each of which all bounds must hold. One without bounds when the requirement is not
    /// understood.
    static List<List<Bound>> of(String purlType, String requirement) {
        var plain = requirement.strip();
        if (plain.length() > LONGEST) {
            return ANYTHING;
        }
        if (VersionIntervals.isFor(purlType)) {
            return Objects.requireNonNullElse(VersionIntervals.of(purlType, plain), ANYTHING);
        }
        if (!TYPES.contains(purlType)) {
            return ANYTHING;
        }
        var alternatives = new ArrayList<List<Bound>>();
        for (var alternative : plain.split("\\|\\|?", -1)) {
            var bounds = all(purlType, alternative.strip());
            alternatives.add(bounds == null ? List.of() : bounds);
        }
        return alternatives;
    }

    private static @Nullable List<Bound> all(String purlType, String text) {
        var hyphen = HYPHEN.matcher(text);
        if ((purlType.equals("npm") || purlType.equals("composer")) && hyphen.matches()) {
            return between(purlType, hyphen);
        }
        var bounds = new ArrayList<Bound>();
        var part = PART.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!part.find(end) || part.start() != end) {
                return null;
            }
            var sign = Objects.requireNonNullElse(part.group(1), "");
            var suffix = Objects.requireNonNullElse(part.group(4), "");
            if (part.group(3) != null) {
                if (!suffix.isEmpty() || !Set.of("", "=", "==").contains(sign)) {
                    return null;
                }
                sign = ".*";
            }
            add(bounds, purlType, sign, part.group(2), suffix);
            end = part.end();
        }
        return bounds;
    }

    /// A higher end with fewer than three numbers has all that begin so in it.
    private static List<Bound> between(String purlType, MatchResult ends) {
        var bounds = new ArrayList<Bound>();
        add(bounds, purlType, ">=", ends.group(1), Objects.requireNonNullElse(ends.group(2), ""));
        var suffix = Objects.requireNonNullElse(ends.group(4), "");
        var parts = parts(ends.group(3));
        boolean isWhole = parts.length >= 3 || !suffix.isEmpty();
        bounds.add(
                isWhole
                        ? new Bound(Relation.AT_MOST, ends.group(3) + suffix)
                        : new Bound(Relation.LOWER, after(parts, parts.length - 1)));
        return bounds;
    }

    private static void add(List<Bound> bounds, String purlType, String sign, String numbers, String suffix) {
        var version = numbers + suffix;
        // Composer counts the pre-releases of the lowest version in.
        var lowest = purlType.equals("composer") && suffix.isEmpty() ? version + "-dev" : version;
        var parts = parts(numbers);
        var below = ending(purlType, sign, parts);
        if (below != null) {
            bounds.add(new Bound(Relation.AT_LEAST, lowest));
            bounds.add(new Bound(Relation.LOWER, below));
            return;
        }
        switch (sign) {
            case ">=" -> bounds.add(new Bound(Relation.AT_LEAST, lowest));
            case ">" -> bounds.add(new Bound(Relation.HIGHER, version));
            case "<" -> bounds.add(new Bound(Relation.LOWER, version));
            // For these two `<= 1.2` has 1.2.3 in it.
            case "<=" ->
                bounds.add(
                        isSemantic(purlType)
                                ? new Bound(Relation.LOWER, after(parts, parts.length - 1))
                                : new Bound(Relation.AT_MOST, version));
            case "!=" -> bounds.add(new Bound(Relation.OTHER, version));
            default -> bounds.add(new Bound(Relation.SAME, version));
        }
    }

    private static boolean isSemantic(String purlType) {
        return purlType.equals("npm") || purlType.equals("cargo");
    }

    /// The version before which a range of a sign and a version ends; null when the sign makes no such range.
    private static @Nullable String ending(String purlType, String sign, long[] parts) {
        int last = parts.length - 1;
        boolean isShort = isSemantic(purlType) && last < 2;
        return switch (sign) {
            case "^" -> after(parts, firstThatCounts(parts));
            case "~>", "~=" -> after(parts, purlType.equals("npm") ? Math.min(last, 1) : Math.max(last - 1, 0));
            case "~" -> after(parts, purlType.equals("composer") ? Math.max(last - 1, 0) : Math.min(last, 1));
            case ".*" -> after(parts, last);
            case "" ->
                purlType.equals("cargo") ? after(parts, firstThatCounts(parts)) : isShort ? after(parts, last) : null;
            case "=" -> isShort ? after(parts, last) : null;
            default -> null;
        };
    }

    private static long[] parts(String numbers) {
        return Arrays.stream(numbers.split("\\.")).mapToLong(Long::parseLong).toArray();
    }

    private static int firstThatCounts(long[] parts) {
        int at = 0;
        while (at < parts.length - 1 && parts[at] == 0) {
            at++;
        }
        return at;
    }

    /// The first version whose number at `place` is higher.
    private static String after(long[] parts, int place) {
        var version = new StringBuilder();
        for (int i = 0; i < place; i++) {
            version.append(parts[i]).append('.');
        }
        return version.append(parts[place] + 1).toString();
    }
}
