package dev.templedb.temple.exchange;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Computes something when it is asked for the first time, and remembers it. Not thread-safe.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    private Once(Supplier<T> source) {
        this.source = source;
    }

    static <T> Supplier<T> of(Supplier<T> source) {
        return new Once<>(source);
    }

    @Override
    public T get() {
        var known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }
}
