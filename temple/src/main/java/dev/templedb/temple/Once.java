package dev.templedb.temple;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Computes something when it is asked for the first time, and remembers it. Thread-safe.
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private volatile @Nullable T value;

    private Once(Supplier<T> source) {
        this.source = source;
    }

    /// What `source` gives, which is asked once.
    public static <T> Once<T> of(Supplier<T> source) {
        return new Once<>(source);
    }

    @Override
    public T get() {
        var known = value;
        return known == null ? compute() : known;
    }

    private synchronized T compute() {
        var known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }
}
