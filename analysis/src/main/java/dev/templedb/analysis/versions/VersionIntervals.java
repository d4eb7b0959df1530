package dev.templedb.analysis.versions;

import dev.templedb.analysis.versions.PackageQuery.Bound;
import dev.templedb.analysis.versions.PackageQuery.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the intervals and dynamic versions of Maven, Gradle and NuGet leave room for, as their documentation has it.
/// The
/// ranges are never narrower than what the tools mean.
final class VersionIntervals {
    private static final String VERSION = "[^\\s,()\\[\\]]{0,200}";
    /// Gradle also turns brackets around where an end does not belong to the interval: `]1.0,2.0[`.
    private static final Pattern INTERVAL = Pattern.compile(
            "\\s*([\\[(\\]])\\s*(" + VERSION + ")\\s*(?:(,)\\s*(" + VERSION + ")\\s*)?([\\])\\[])\\s*(?:,|$)");

    private static final Pattern PREFIX = Pattern.compile("((?:\\d{1,15}\\.){0,6})(\\d{1,15})?\\+");
    private static final Pattern FLOATING =
            Pattern.compile("((?:\\d{1,15}\\.){0,3})(?:\\*|(\\d{1,15}-[\\w.-]{0,100}?)\\*)(-\\*)?");
    /// Comes before every release and every other qualifier that people use.
    private static final String LOWEST_OF_MAVEN = "-alpha-alpha";

    private static final String LOWEST_OF_NUGET = "-0";

    private VersionIntervals() {}

    static boolean isFor(String purlType) {
        return purlType.equals("maven") || purlType.equals("nuget");
    }

    /// The alternatives, in each of which all bounds must hold; null when the requirement is not understood, or
    /// leaves
    /// room for everything.
    ///
    /// @param requirement without blanks around it
    static @Nullable List<List<Bound>> of(String purlType, String requirement) {
        if (requirement.isEmpty()) {
            return null;
        }
        if ("[(]".indexOf(requirement.charAt(0)) >= 0) {
            return intervals(purlType, requirement);
        }
        var bounds = purlType.equals("nuget") ? floating(requirement) : prefix(requirement);
        return bounds == null ? null : List.of(bounds);
    }

    private static @Nullable List<List<Bound>> intervals(String purlType, String text) {
        var alternatives = new ArrayList<List<Bound>>();
        var interval = INTERVAL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!interval.find(end) || interval.start() != end) {
                return null;
            }
            var low = interval.group(2);
            var bounds = interval.group(3) == null
                    ? single(interval.group(1), low, interval.group(5))
                    : between(purlType, interval.group(1), low, interval.group(4), interval.group(5));
            if (bounds == null) {
                return null;
            }
            alternatives.add(bounds);
            end = interval.end();
        }
        return alternatives;
    }

    private static @Nullable List<Bound> single(String open, String version, String close) {
        return open.equals("[") && close.equals("]") && isPlain(version)
                ? List.of(new Bound(Relation.SAME, version))
                : null;
    }

    private static @Nullable List<Bound> between(String purlType, String open, String low, String high, String close) {
        var bounds = new ArrayList<Bound>();
        if (!low.isEmpty()) {
            var lowest = purlType.equals("nuget") && low.endsWith("*") ? lowest(low) : Optional.of(low);
            if (lowest.isEmpty() || !isPlain(lowest.get())) {
                return null;
            }
            bounds.add(new Bound(open.equals("[") ? Relation.AT_LEAST : Relation.HIGHER, lowest.get()));
        }
        if (!high.isEmpty()) {
            if (!isPlain(high)) {
                return null;
            }
            bounds.add(new Bound(close.equals("]") ? Relation.AT_MOST : Relation.LOWER, high));
        }
        return bounds;
    }

    private static Optional<String> lowest(String floating) {
        var bounds = floating(floating);
        return bounds == null ? Optional.empty() : Optional.of(bounds.getFirst().version());
    }

    private static boolean isPlain(String version) {
        return !version.isEmpty() && version.chars().noneMatch(c -> "*+$".indexOf(c) >= 0);
    }

    /// Gradle's `1.+`: what begins so.
    private static @Nullable List<Bound> prefix(String text) {
        var prefix = PREFIX.matcher(text);
        if (!prefix.matches() || prefix.group(1).isEmpty() && prefix.group(2) == null) {
            return null;
        }
        var whole = prefix.group(1).isEmpty()
                ? ""
                : prefix.group(1).substring(0, prefix.group(1).length() - 1);
        var begun = prefix.group(2);
        if (begun == null) {
            return List.of(
                    new Bound(Relation.AT_LEAST, whole + LOWEST_OF_MAVEN),
                    new Bound(Relation.LOWER, after(whole) + LOWEST_OF_MAVEN));
        }
        // 1.2+ has 1.20 in it, and 1.2.
        var low = new Bound(Relation.AT_LEAST, prefix.group(1) + begun + LOWEST_OF_MAVEN);
        return whole.isEmpty() ? List.of(low) : List.of(low, new Bound(Relation.LOWER, after(whole) + LOWEST_OF_MAVEN));
    }

    /// NuGet's `1.2.*`: the highest that begins so, a pre-release only with `-*`.
    private static @Nullable List<Bound> floating(String text) {
        var floating = FLOATING.matcher(text);
        if (!floating.matches()) {
            return null;
        }
        var numbers = floating.group(1);
        var begun = floating.group(2);
        if (begun != null) {
            var release = numbers + begun.substring(0, begun.indexOf('-'));
            var lowest = (numbers + begun).replaceFirst("[.-]$", "");
            return floating.group(3) != null
                    ? null
                    : List.of(new Bound(Relation.AT_LEAST, lowest), new Bound(Relation.AT_MOST, release));
        }
        if (numbers.isEmpty()) {
            return null;
        }
        var whole = numbers.substring(0, numbers.length() - 1);
        return List.of(
                new Bound(Relation.AT_LEAST, floating.group(3) == null ? whole : whole + LOWEST_OF_NUGET),
                new Bound(Relation.LOWER, after(whole) + LOWEST_OF_NUGET));
    }

    /// The numbers with the last one higher by one.
    private static String after(String numbers) {
        int dot = numbers.lastIndexOf('.');
        return numbers.substring(0, dot + 1) + (Long.parseLong(numbers.substring(dot + 1)) + 1);
    }
}
