package dev.templedb.packages.frames;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Which objects of a frame (or of several that are counted through) a project reaches: all of them, or some. Mutable
/// while it is built.
public final class LiveObjects {
    private @Nullable BitSet some;

    private LiveObjects(@Nullable BitSet some) {
        this.some = some;
    }

    /// Every object of the frame.
    public static LiveObjects all() {
        return new LiveObjects(null);
    }

    /// No object, to begin with.
    public static LiveObjects none() {
        return new LiveObjects(new BitSet());
    }

    /// Reads what [#write] wrote.
    public static LiveObjects read(byte @Nullable [] bits) {
        return new LiveObjects(bits == null ? null : BitSet.valueOf(bits));
    }

    /// The same, to be changed by itself.
    public LiveObjects copy() {
        return new LiveObjects(some == null ? null : (BitSet) some.clone());
    }

    /// Counts object `ordinal` in.
    public void add(int ordinal) {
        if (some != null) {
            some.set(ordinal);
        }
    }

    /// Counts object `ordinal` of a frame of `count` objects out.
    public void remove(int ordinal, int count) {
        if (some == null) {
            some = new BitSet();
            some.set(0, count);
        }
        some.clear(ordinal);
    }

    /// Whether object `ordinal` is reached.
    public boolean contains(int ordinal) {
        return some == null || some.get(ordinal);
    }

    /// Whether every object is reached, whatever their number.
    public boolean isAll() {
        return some == null;
    }

    /// Whether no object is reached.
    public boolean isEmpty() {
        return some != null && some.isEmpty();
    }

    /// Whether all of a frame of `count` objects are reached.
    public boolean isAllOf(int count) {
        return some == null || some.cardinality() == count;
    }

    /// How many of a frame of `count` objects are reached.
    public int countOf(int count) {
        return some == null ? count : some.cardinality();
    }

    /// The bits as they are stored: null when all `count` objects are reached.
    public byte @Nullable [] write(int count) {
        return some == null || some.cardinality() == count ? null : some.toByteArray();
    }
}
