package dev.templedb.core;

import java.math.BigInteger;
import java.util.regex.Pattern;

/// The name of a published version: a semantic version such as `1.4.0` or `2.0.0-rc.1`. Ordered as semver.org says;
/// names that differ in their build part alone are in the order of their texts.
///
/// @param text without a leading `v`, at most 100 characters
public record VersionName(String text) implements Comparable<VersionName> {
    private static final int LONGEST = 100;
    private static final String NUMBER = "(?:0|[1-9]\\d*)";
    private static final String PRE = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM =
            Pattern.compile("%1$s\\.%1$s\\.%1$s(?:-%2$s(?:\\.%2$s)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?"
                    .formatted(NUMBER, PRE));

    public VersionName {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new TempleException(
                    ErrorCode.VERSION_NAME_INVALID,
                    "\"%s\" is not a semantic version."
                            .formatted(Printable.text(text.substring(0, Math.min(text.length(), LONGEST)))));
        }
    }

    /// The version that a person wrote, with or without a leading `v`.
    public static VersionName of(String text) {
        return new VersionName(text.startsWith("v") ? text.substring(1) : text);
    }

    /// Whether it is something like `2.0.0-rc.1`.
    public boolean isPreRelease() {
        return !pre().isEmpty();
    }

    private String withoutBuild() {
        int build = text.indexOf('+');
        return build < 0 ? text : text.substring(0, build);
    }

    private String core() {
        int dash = withoutBuild().indexOf('-');
        return dash < 0 ? withoutBuild() : withoutBuild().substring(0, dash);
    }

    private String pre() {
        int dash = withoutBuild().indexOf('-');
        return dash < 0 ? "" : withoutBuild().substring(dash + 1);
    }

    @Override
    public int compareTo(VersionName other) {
        int order = compare(core(), other.core());
        if (order == 0 && isPreRelease() != other.isPreRelease()) {
            order = isPreRelease() ? -1 : 1;
        }
        if (order == 0) {
            order = compare(pre(), other.pre());
        }
        return order == 0 ? text.compareTo(other.text) : order;
    }

    private static int compare(String one, String other) {
        var a = one.split("\\.", -1);
        var b = other.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = compareIdentifier(a[i], b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int compareIdentifier(String a, String b) {
        boolean x = isNumber(a);
        boolean y = isNumber(b);
        if (x && y) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return x == y ? a.compareTo(b) : x ? -1 : 1;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return text;
    }
}
