package dev.templedb.analysis.versions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The order that Maven's `ComparableVersion` documents: numbers, qualifiers with known ranks, and lists begun by
/// dashes
/// and by changes between digits and letters.
final class MavenOrder implements Comparator<String> {
    private static final List<String> QUALIFIERS = List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");
    private static final Map<String, String> ALIASES = Map.of("ga", "", "final", "", "release", "", "cr", "rc");
    private static final String RELEASE = Integer.toString(QUALIFIERS.indexOf(""));

    private sealed interface Item {
        boolean isNull();
    }

    private record Digits(String value) implements Item {
        @Override
        public boolean isNull() {
            return value.equals("0");
        }
    }

    private record Word(String value) implements Item {
        @Override
        public boolean isNull() {
            return rank().equals(RELEASE);
        }

        String rank() {
            int known = QUALIFIERS.indexOf(value);
            return known < 0 ? QUALIFIERS.size() + "-" + value : Integer.toString(known);
        }
    }

    private record Items(ArrayList<Item> list) implements Item {
        @Override
        public boolean isNull() {
            return list.isEmpty();
        }

        /// Drops what says nothing from the end, up to the last item that says something; lists stay.
        void normalize() {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).isNull()) {
                    list.remove(i);
                } else if (!(list.get(i) instanceof Items)) {
                    break;
                }
            }
        }
    }

    @Override
    public int compare(String a, String b) {
        return compareItems(parse(a), parse(b));
    }

    private static Items parse(String version) {
        var text = version.toLowerCase(Locale.ROOT);
        var all = new ArrayList<Items>();
        var here = push(null, all);
        boolean isDigit = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == '-') {
                here.list.add(i == start ? new Digits("0") : item(isDigit, text.substring(start, i)));
                start = i + 1;
                here = c == '-' ? push(here, all) : here;
            } else if (c >= '0' && c <= '9') {
                if (!isDigit && i > start) {
                    // A word after a dot counts as one after a dash.
                    here = here.list.isEmpty() ? here : push(here, all);
                    here.list.add(word(text.substring(start, i), true));
                    start = i;
                    here = push(here, all);
                }
                isDigit = true;
            } else {
                if (isDigit && i > start) {
                    here.list.add(item(true, text.substring(start, i)));
                    start = i;
                    here = push(here, all);
                }
                isDigit = false;
            }
        }
        if (text.length() > start) {
            here = isDigit || here.list.isEmpty() ? here : push(here, all);
            here.list.add(item(isDigit, text.substring(start)));
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).normalize();
        }
        return all.getFirst();
    }

    private static Items push(@Nullable Items here, List<Items> all) {
        var next = new Items(new ArrayList<>());
        if (here != null) {
            here.list.add(next);
        }
        all.add(next);
        return next;
    }

    private static Item item(boolean isDigit, String text) {
        return isDigit ? new Digits(text.replaceFirst("^0+(?=.)", "")) : word(text, false);
    }

    private static Word word(String text, boolean followedByDigit) {
        var word = text;
        if (followedByDigit) {
            word = switch (text) {
                case "a" -> "alpha";
                case "b" -> "beta";
                case "m" -> "milestone";
                default -> text;
            };
        }
        return new Word(ALIASES.getOrDefault(word, word));
    }

    /// @param b null stands for nothing at all
    private static int compareItem(Item a, @Nullable Item b) {
        return switch (a) {
            case Digits(var value) ->
                switch (b) {
                    case null -> value.equals("0") ? 0 : 1;
                    case Digits(var other) -> VersionOrder.compareNumbers(value, other);
                    case Word other -> 1;
                    case Items other -> 1;
                };
            case Word word ->
                switch (b) {
                    case null -> word.rank().compareTo(RELEASE);
                    case Word other -> word.rank().compareTo(other.rank());
                    case Digits other -> -1;
                    case Items other -> -1;
                };
            case Items items ->
                switch (b) {
                    case null -> compareWithNothing(items);
                    case Digits other -> -1;
                    case Word other -> 1;
                    case Items other -> compareItems(items, other);
                };
        };
    }

    private static int compareWithNothing(Items items) {
        for (var item : items.list) {
            int order = compareItem(item, null);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareItems(Items a, Items b) {
        for (int i = 0; i < Math.max(a.list.size(), b.list.size()); i++) {
            var x = i < a.list.size() ? a.list.get(i) : null;
            var y = i < b.list.size() ? b.list.get(i) : null;
            int order = x != null ? compareItem(x, y) : y == null ? 0 : -compareItem(y, null);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
