package dev.templedb.analysis;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds values by file names: whole names first, then beginnings (`Name*`), then the longest known end (`.ext`).
/// Case does not matter. Written once, then only read.
final class NameTable<T> {
    private final Map<String, T> whole = new HashMap<>();
    private final Map<String, T> beginnings = new HashMap<>();
    private final Map<String, T> ends = new HashMap<>();

    /// Adds a pattern; the first value of a pattern stays.
    void put(String pattern, T value) {
        var folded = pattern.toLowerCase(Locale.ROOT);
        if (folded.endsWith("*")) {
            beginnings.putIfAbsent(folded.substring(0, folded.length() - 1), value);
        } else if (folded.startsWith(".")) {
            ends.putIfAbsent(folded, value);
        } else {
            whole.putIfAbsent(folded, value);
        }
    }

    @Nullable
    T find(String fileName) {
        var name = fileName.toLowerCase(Locale.ROOT);
        var exact = whole.get(name);
        if (exact != null) {
            return exact;
        }
        var byBeginning = byBeginning(name);
        return byBeginning != null ? byBeginning : byEnd(name);
    }

    private @Nullable T byBeginning(String name) {
        for (var entry : beginnings.entrySet()) {
            if (name.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return null;
    }

    private @Nullable T byEnd(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            var value = ends.get(name.substring(dot));
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
