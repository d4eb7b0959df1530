package dev.templedb.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One thing with named fields, to be printed as lines or as an object. Values are as in [Listing].
public final class Details {
    private final SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();

    /// Adds a field. Its name is promised to programs; tables show it with spaces, and leave out what is null or
    /// empty.
    public Details with(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /// Adds a field for each component of a record.
    public Details withAll(Record outcome) {
        if (Plain.of(outcome) instanceof Map<?, ?> all) {
            all.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return this;
    }

    public Map<String, @Nullable Object> fields() {
        return fields;
    }
}
