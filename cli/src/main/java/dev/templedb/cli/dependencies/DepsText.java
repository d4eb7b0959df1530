package dev.templedb.cli.dependencies;

import dev.templedb.core.Printable;
import org.jspecify.annotations.Nullable;

/// Words that the commands of `templedb deps` share.
final class DepsText {
    private DepsText() {}

    static @Nullable String orNull(@Nullable String text) {
        return text == null ? null : Printable.text(text);
    }
}
