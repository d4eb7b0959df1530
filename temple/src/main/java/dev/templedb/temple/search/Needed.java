package dev.templedb.temple.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What the index must have of a text for it to have what is sought, as an expression of SQLite's FTS5 over groups of
/// three characters.
final class Needed {
    /// More groups than this make the answer hardly smaller.
    private static final int MOST_GROUPS = 16;

    private Needed() {}

    /// What `query` needs; nothing when the index cannot help, because no three characters are certain.
    static Optional<String> of(SearchQuery query) {
        return query.isRegex() ? new RegexNeeds(query.text()).read() : literal(query.text());
    }

    /// What a text needs that must be there as it is.
    static Optional<String> literal(String text) {
        var groups = new LinkedHashSet<String>();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i + 3 <= points.length; i++) {
            groups.add('"' + new String(points, i, 3).replace("\"", "\"\"") + '"');
        }
        return all(thin(new ArrayList<>(groups)));
    }

    private static List<String> thin(List<String> groups) {
        if (groups.size() <= MOST_GROUPS) {
            return groups;
        }
        var some = new ArrayList<String>();
        for (int i = 0; i < MOST_GROUPS; i++) {
            some.add(groups.get(i * groups.size() / MOST_GROUPS));
        }
        return some;
    }

    /// All of these.
    static Optional<String> all(List<String> parts) {
        return parts.isEmpty() ? Optional.empty() : Optional.of("(" + String.join(" AND ", parts) + ")");
    }

    /// At least one of these.
    static Optional<String> any(List<String> parts) {
        return parts.isEmpty() ? Optional.empty() : Optional.of("(" + String.join(" OR ", parts) + ")");
    }
}
