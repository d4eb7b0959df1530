package dev.templedb.analysis.versions;

import java.util.Comparator;

/// Semantic versions, leniently: a leading `v`, and any number of numbers.
final class SemanticOrder implements Comparator<String> {
    @Override
    public int compare(String a, String b) {
        var x = withoutBuild(a);
        var y = withoutBuild(b);
        int byCore = compareParts(core(x).split("\\."), core(y).split("\\."), "0");
        return byCore != 0 ? byCore : comparePre(pre(x), pre(y));
    }

    private static String withoutBuild(String version) {
        var plain = version.startsWith("v") || version.startsWith("V") ? version.substring(1) : version;
        int build = plain.indexOf('+');
        return build < 0 ? plain : plain.substring(0, build);
    }

    private static String core(String version) {
        int dash = version.indexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    private static String pre(String version) {
        int dash = version.indexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    private static int comparePre(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return compareParts(a.split("\\."), b.split("\\."), null);
    }

    /// @param missing what stands for a part that one of them lacks; null when lacking is lower
    private static int compareParts(String[] a, String[] b, @org.jspecify.annotations.Nullable String missing) {
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            if (missing == null && (i >= a.length || i >= b.length)) {
                return Integer.compare(a.length, b.length);
            }
            int order = comparePart(
                    i < a.length ? a[i] : String.valueOf(missing), i < b.length ? b[i] : String.valueOf(missing));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int comparePart(String a, String b) {
        boolean x = VersionOrder.isNumber(a);
        boolean y = VersionOrder.isNumber(b);
        if (x && y) {
            return VersionOrder.compareNumbers(a, b);
        }
        return x != y ? (x ? -1 : 1) : a.compareTo(b);
    }
}
