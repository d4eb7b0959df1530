package dev.templedb.branchdb.codegen;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Gives things of a schema names in a language: of the language's form, and each only once.
///
/// What is reserved or taken gets a `_` behind it, as often as it takes. Names are given in the order in which they are
/// asked for, so the same schema always gets the same ones.
final class Names {
    private final Set<String> taken = new HashSet<>();
    private final boolean ignoresCase;

    private Names(Set<String> reserved, boolean ignoresCase) {
        this.ignoresCase = ignoresCase;
        reserved.forEach(each -> taken.add(key(each)));
    }

    /// @param reserved what nothing may be called
    static Names without(Set<String> reserved) {
        return new Names(reserved, false);
    }

    /// As [#without], where `A` and `a` are one name, as those of files may be.
    static Names ofFiles() {
        return new Names(Set.of(), true);
    }

    /// `wanted`, or the next one that is free.
    String give(String wanted) {
        String name = wanted;
        while (!taken.add(key(name))) {
            name += "_";
        }
        return name;
    }

    private String key(String name) {
        return ignoresCase ? name.toLowerCase(Locale.ROOT) : name;
    }

    /// `order_items` as `OrderItems`.
    static String pascal(String name) {
        var made = new StringBuilder();
        for (var word : words(name).split("_", -1)) {
            if (!word.isEmpty()) {
                made.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return begun(made.toString(), "N");
    }

    /// `order_items` as `orderItems`.
    static String camel(String name) {
        String words = words(name).replaceFirst("^_+", "");
        int end = words.indexOf('_');
        String first = end < 0 ? words : words.substring(0, end);
        int capitals = 0;
        while (capitals < first.length() && Character.isUpperCase(first.charAt(capitals))) {
            capitals++;
        }
        // `URL` as `url`, `URLOfPage` as `urlOfPage`.
        int lowered = capitals <= 1 || capitals == first.length() ? capitals : capitals - 1;
        String rest = end < 0 ? "" : words.substring(end);
        return begun(
                first.substring(0, lowered).toLowerCase(Locale.ROOT)
                        + first.substring(lowered)
                        + (rest.replace("_", "").isEmpty()
                                ? ""
                                : pascal("x" + rest).substring(1)),
                "n");
    }

    /// `orderItems` as `order_items`.
    static String snake(String name) {
        return begun(
                words(name)
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("_+", "_")
                        .replaceAll("^_|_$", "")
                        .toLowerCase(Locale.ROOT),
                "n_");
    }

    /// `orderItems` as `ORDER_ITEMS`.
    static String constant(String name) {
        return snake(name).toUpperCase(Locale.ROOT);
    }

    private static String words(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_");
    }

    /// No identifier begins with a digit, or has nothing.
    private static String begun(String name, String start) {
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? start + name : name;
    }
}
