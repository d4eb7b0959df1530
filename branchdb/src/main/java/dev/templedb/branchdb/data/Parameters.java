package dev.templedb.branchdb.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of parameters as files keep them, by name, or by number from 1.
final class Parameters {
    private Parameters() {}

    static Map<String, @Nullable Object> named(Map<String, ? extends @Nullable Object> values) {
        var stored = new HashMap<String, @Nullable Object>();
        values.forEach((name, value) -> stored.put(name, ColumnKind.parameter(value, name)));
        return stored;
    }

    static Map<String, @Nullable Object> numbered(Collection<? extends @Nullable Object> values) {
        var stored = new HashMap<String, @Nullable Object>();
        for (Object value : values) {
            String number = Integer.toString(stored.size() + 1);
            stored.put(number, ColumnKind.parameter(value, number));
        }
        return stored;
    }
}
