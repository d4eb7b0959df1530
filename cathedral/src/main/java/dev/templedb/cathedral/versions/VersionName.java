package dev.templedb.cathedral.versions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A semantic version (2.0.0 of that specification), such as `1.4.0-rc.1+build.5`; ordered by its precedence.
///
/// Numbers are of any length. Build metadata does not count in the order, but two names that differ in it alone are
/// two names.
///
/// @param text without a leading `v`; at most 100 characters
public record VersionName(String text) implements Comparable<VersionName> {
    private static final int LONGEST = 100;
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
            + "(?:-((?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*))?"
            + "(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

    /// @throws TempleException with `VERSION_NAME_INVALID`
    public VersionName {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new TempleException(
                    ErrorCode.VERSION_NAME_INVALID,
                    "\"%s\" is no semantic version."
                            .formatted(Printable.text(text.substring(0, Math.min(text.length(), LONGEST)))));
        }
    }

    /// Reads what a person writes: a leading `v` is left out.
    ///
    /// @throws TempleException with `VERSION_NAME_INVALID`
    public static VersionName of(String text) {
        return new VersionName(text.startsWith("v") ? text.substring(1) : text);
    }

    /// True for one that `latest` never is.
    public boolean isPreRelease() {
        return parts().group(4) != null;
    }

    private Matcher parts() {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        return parts;
    }

    @Override
    public int compareTo(VersionName other) {
        var mine = parts();
        var theirs = other.parts();
        for (int group = 1; group <= 3; group++) {
            int order = compareNumbers(mine.group(group), theirs.group(group));
            if (order != 0) {
                return order;
            }
        }
        return comparePreReleases(mine.group(4), theirs.group(4));
    }

    private static int comparePreReleases(
            @org.jspecify.annotations.Nullable String mine, @org.jspecify.annotations.Nullable String theirs) {
        if (mine == null || theirs == null) {
            return Boolean.compare(mine == null, theirs == null);
        }
        String[] left = mine.split("\\.");
        String[] right = theirs.split("\\.");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = compareIdentifiers(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftNumber = isNumber(left);
        boolean rightNumber = isNumber(right);
        if (leftNumber && rightNumber) {
            return compareNumbers(left, right);
        }
        return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? -1 : 1;
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /// Without leading zeros the longer one is the larger.
    private static int compareNumbers(String left, String right) {
        int order = Integer.compare(left.length(), right.length());
        return order != 0 ? order : left.compareTo(right);
    }

    @Override
    public String toString() {
        return text;
    }
}
