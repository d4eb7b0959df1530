package dev.templedb.analysis.versions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// `Gem::Version`: numbers and words in turn; a word makes a pre-release.
final class RubyOrder implements Comparator<String> {
    private static final Pattern SEGMENT = Pattern.compile("\\d+|[a-zA-Z]+");

    @Override
    public int compare(String a, String b) {
        var x = segments(a);
        var y = segments(b);
        for (int i = 0; i < Math.max(x.size(), y.size()); i++) {
            var p = i < x.size() ? x.get(i) : "0";
            var q = i < y.size() ? y.get(i) : "0";
            boolean pNumber = VersionOrder.isNumber(p);
            boolean qNumber = VersionOrder.isNumber(q);
            int order = pNumber && qNumber
                    ? VersionOrder.compareNumbers(p, q)
                    : pNumber != qNumber ? (pNumber ? 1 : -1) : p.compareTo(q);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// The segments without zeros before a word and at the end, which do not count.
    private static List<String> segments(String version) {
        var all = new ArrayList<String>();
        var segments = SEGMENT.matcher(version.replace("-", ".pre."));
        while (segments.find()) {
            if (!VersionOrder.isNumber(segments.group()) && all.stream().allMatch(VersionOrder::isNumber)) {
                dropZeros(all);
            }
            all.add(segments.group());
        }
        dropZeros(all);
        return all;
    }

    private static void dropZeros(List<String> segments) {
        while (!segments.isEmpty() && segments.getLast().matches("0+")) {
            segments.removeLast();
        }
    }
}
