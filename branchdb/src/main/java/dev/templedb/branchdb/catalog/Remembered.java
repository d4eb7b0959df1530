package dev.templedb.branchdb.catalog;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Keeps some hundred things that took time to find and never change. Thread-safe.
///
/// @param <K> what a thing is known by
/// @param <V> the thing
public final class Remembered<K, V> {
    private static final int MAX_KEPT = 256;

    private final ConcurrentHashMap<K, V> kept = new ConcurrentHashMap<>();

    /// The thing that `finder` finds for `key`, or has found before.
    public V get(K key, Function<K, V> finder) {
        if (kept.size() > MAX_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(key, finder);
    }
}
