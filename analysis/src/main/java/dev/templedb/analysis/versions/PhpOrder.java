package dev.templedb.analysis.versions;

import java.util.Comparator;
import java.util.Locale;

/// PHP's `version_compare`, after a leading `v`. Branches such as `dev-main` come before all releases.
final class PhpOrder implements Comparator<String> {
    @Override
    public int compare(String a, String b) {
        var x = parts(a);
        var y = parts(b);
        for (int i = 0; i < Math.max(x.length, y.length); i++) {
            var p = i < x.length ? x[i] : "";
            var q = i < y.length ? y[i] : "";
            int order = VersionOrder.isNumber(p) && VersionOrder.isNumber(q)
                    ? VersionOrder.compareNumbers(p, q)
                    : Integer.compare(rank(p), rank(q));
            // Composer takes 1.0 and 1.0.0 for the same.
            if (order != 0 && !(p.isEmpty() && q.matches("0+")) && !(q.isEmpty() && p.matches("0+"))) {
                return order;
            }
        }
        return 0;
    }

    private static String[] parts(String version) {
        var plain =
                version.toLowerCase(Locale.ROOT).replaceFirst("^v(?=\\d)", "").replaceFirst("\\+.*", "");
        return plain.replaceAll("[-_+]", ".")
                .replaceAll("(\\d)([a-z])", "$1.$2")
                .replaceAll("([a-z])(\\d)", "$1.$2")
                .split("\\.+");
    }

    private static int rank(String part) {
        if (VersionOrder.isNumber(part)) {
            return 6;
        }
        return switch (part) {
            case "dev" -> 1;
            case "alpha", "a" -> 2;
            case "beta", "b" -> 3;
            case "rc", "c" -> 4;
            case "" -> 5;
            case "pl", "p", "patch" -> 7;
            default -> 0;
        };
    }
}
