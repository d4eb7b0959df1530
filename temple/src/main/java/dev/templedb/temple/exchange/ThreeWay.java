package dev.templedb.temple.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides item by item between two sides that come from a common base. What only one side has changed is that side's;
/// what both have changed in different ways is decided for the favoured side, or stays ours and is left to a person.
final class ThreeWay {
    private final Optional<JoinSide> favoured;
    private final List<JoinConflict> open = new ArrayList<>();
    private final List<JoinConflict> decided = new ArrayList<>();

    ThreeWay(Optional<JoinSide> favoured) {
        this.favoured = favoured;
    }

    Optional<JoinSide> favoured() {
        return favoured;
    }

    /// What waits for a person.
    List<JoinConflict> open() {
        return open;
    }

    /// What was decided for the favoured side.
    List<JoinConflict> decided() {
        return decided;
    }

    /// @param bytes what a value is for who decides later
    <T> Optional<T> choose(
            String item, Optional<T> base, Optional<T> ours, Optional<T> theirs, Function<T, byte[]> bytes) {
        if (ours.equals(theirs) || theirs.equals(base)) {
            return ours;
        }
        if (ours.equals(base)) {
            return theirs;
        }
        conflict(new JoinConflict(item, base.map(bytes), ours.map(bytes), theirs.map(bytes)));
        return favoured.equals(Optional.of(JoinSide.THEIRS)) ? theirs : ours;
    }

    void conflict(JoinConflict conflict) {
        (favoured.isPresent() ? decided : open).add(conflict);
    }

    /// A set of which each side may have added and removed some.
    static <T> List<T> set(@Nullable List<T> base, List<T> ours, List<T> theirs) {
        var before = base == null ? Set.<T>of() : Set.copyOf(base);
        var all = new LinkedHashSet<>(ours);
        all.addAll(theirs);
        all.removeIf(one -> before.contains(one) && !(ours.contains(one) && theirs.contains(one)));
        return List.copyOf(all);
    }
}
