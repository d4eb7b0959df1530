package dev.templedb.analysis.versions;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// PEP 440. What does not follow it comes before everything that does.
final class PythonOrder implements Comparator<String> {
    private static final Pattern VERSION =
            Pattern.compile("v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\\d+)?)?"
                    + "((?:-(\\d+))|(?:[-_.]?(?:post|rev|r)[-_.]?(\\d+)?))?([-_.]?dev[-_.]?(\\d+)?)?"
                    + "(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?");

    @Override
    public int compare(String a, String b) {
        var x = VERSION.matcher(a.toLowerCase(Locale.ROOT));
        var y = VERSION.matcher(b.toLowerCase(Locale.ROOT));
        if (!x.matches() || !y.matches()) {
            return x.matches() ? 1 : y.matches() ? -1 : a.compareTo(b);
        }
        int order = VersionOrder.compareNumbers(orZero(x.group(1)), orZero(y.group(1)));
        order = order != 0
                ? order
                : compareRelease(x.group(2).split("\\."), y.group(2).split("\\."));
        order = order != 0 ? order : compareStage(x, y);
        order = order != 0 ? order : compareCounted(post(x), post(y), false);
        order = order != 0 ? order : compareCounted(dev(x), dev(y), true);
        return order != 0 ? order : compareLocal(x.group(10), y.group(10));
    }

    private static String orZero(@Nullable String digits) {
        return digits == null ? "0" : digits;
    }

    private static int compareRelease(String[] a, String[] b) {
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = VersionOrder.compareNumbers(i < a.length ? a[i] : "0", i < b.length ? b[i] : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareStage(Matcher a, Matcher b) {
        int order = Integer.compare(stage(a), stage(b));
        return order != 0 || a.group(3) == null || b.group(3) == null
                ? order
                : VersionOrder.compareNumbers(orZero(a.group(4)), orZero(b.group(4)));
    }

    /// A development release of nothing more comes before the first alpha.
    private static int stage(Matcher version) {
        var pre = version.group(3);
        if (pre == null) {
            return version.group(5) == null && version.group(8) != null ? 0 : 4;
        }
        return pre.startsWith("a") ? 1 : pre.startsWith("b") ? 2 : 3;
    }

    private static @Nullable String post(Matcher version) {
        return version.group(5) == null ? null : version.group(6) != null ? version.group(6) : orZero(version.group(7));
    }

    private static @Nullable String dev(Matcher version) {
        return version.group(8) == null ? null : orZero(version.group(9));
    }

    private static int compareCounted(@Nullable String a, @Nullable String b, boolean absentIsHigher) {
        if (a == null || b == null) {
            int order = Boolean.compare(a != null, b != null);
            return absentIsHigher ? -order : order;
        }
        return VersionOrder.compareNumbers(a, b);
    }

    private static int compareLocal(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        var x = a.split("[-_.]");
        var y = b.split("[-_.]");
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            boolean p = VersionOrder.isNumber(x[i]);
            boolean q = VersionOrder.isNumber(y[i]);
            int order = p && q ? VersionOrder.compareNumbers(x[i], y[i]) : p != q ? (p ? 1 : -1) : x[i].compareTo(y[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(x.length, y.length);
    }
}
