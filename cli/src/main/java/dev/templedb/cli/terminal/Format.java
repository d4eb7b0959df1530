package dev.templedb.cli.terminal;

import org.jspecify.annotations.Nullable;

/// The form in which results are printed.
public enum Format {
    TABLE,
    JSON,
    YAML,
    CSV;

    /// The format of that name, or null.
    public static @Nullable Format of(String word) {
        for (var format : values()) {
            if (format.name().equalsIgnoreCase(word)) {
                return format;
            }
        }
        return null;
    }
}
