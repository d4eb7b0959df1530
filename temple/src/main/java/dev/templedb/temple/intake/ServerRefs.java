package dev.templedb.temple.intake;

import dev.templedb.core.Printable;
import java.util.List;
import java.util.TreeMap;

/// The refs of a server that are not taken, in words.
final class ServerRefs {
    private static final String REASON =
            "only branches, tags and notes are taken from an address, unless --refs or" + " --all-refs says otherwise";

    private ServerRefs() {}

    /// One line for each folder of refs: a server may have a ref for every change that was ever proposed.
    static List<LeftOut> leftOut(List<String> refs) {
        var groups = new TreeMap<String, Integer>();
        refs.forEach(ref -> groups.merge(group(ref), 1, Integer::sum));
        return groups.entrySet().stream()
                .map(group -> new LeftOut(
                        Printable.text(
                                group.getKey().endsWith("/*")
                                        ? "%s (%d %s)"
                                                .formatted(
                                                        group.getKey(),
                                                        group.getValue(),
                                                        group.getValue() == 1 ? "ref" : "refs")
                                        : group.getKey()),
                        REASON,
                        false))
                .toList();
    }

    private static String group(String ref) {
        int end = ref.indexOf('/', "refs/".length());
        return end < 0 ? ref : ref.substring(0, end) + "/*";
    }
}
