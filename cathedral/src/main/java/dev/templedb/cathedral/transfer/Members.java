package dev.templedb.cathedral.transfer;

import dev.templedb.packages.frames.LiveObjects;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Exactly which objects a state reaches: of each pack all, or some, counted through the pack. The order of the packs
/// is the order in which they are sent. What is not in here is not sent. Mutable while it is built.
public final class Members {
    private final Map<Pack, LiveObjects> packs = new LinkedHashMap<>();

    /// No objects, to begin with.
    static Members none() {
        return new Members();
    }

    /// What lies in which pack.
    Map<Pack, LiveObjects> packs() {
        return Collections.unmodifiableMap(packs);
    }

    Members with(Pack pack, LiveObjects live) {
        packs.put(pack, live);
        return this;
    }

    /// Counts one object in.
    void add(Pack pack, int object) {
        packs.computeIfAbsent(pack, _ -> LiveObjects.none()).add(object);
    }

    /// Counts in what is live in a pack for somebody else.
    void unite(Pack pack, LiveObjects live) {
        var here = packs.get(pack);
        if (live.isAll() || here == null) {
            packs.put(pack, live.copy());
        } else {
            for (int object = 0; object < pack.objects(); object++) {
                if (live.contains(object)) {
                    here.add(object);
                }
            }
        }
    }

    /// Counts out what `others` has: the same places, and the same objects at other places.
    Members without(Members others, PackIndexes indexes) {
        var rest = Members.none();
        var known = ServerObjects.of(others, indexes, ServerObjects.NOTHING);
        packs.forEach((pack, live) -> {
            var theirs = others.packs.get(pack);
            if (theirs != null && theirs.isAll()) {
                return;
            }
            var index = indexes.of(pack);
            for (int object = 0; object < pack.objects(); object++) {
                if (live.contains(object) && known.locate(index, object).isEmpty()) {
                    rest.add(pack, object);
                }
            }
        });
        return rest.tidy();
    }

    /// Whether all of these are among `others`, at the same places.
    boolean isWithin(Members others) {
        return packs.entrySet().stream()
                .allMatch(member -> isWithin(
                        member.getKey(),
                        member.getValue(),
                        others.packs.getOrDefault(member.getKey(), LiveObjects.none())));
    }

    private static boolean isWithin(Pack pack, LiveObjects live, LiveObjects theirs) {
        return theirs.isAll()
                || IntStream.range(0, pack.objects())
                        .allMatch(object -> !live.contains(object) || theirs.contains(object));
    }

    /// What is live in a pack; empty for nothing.
    Optional<LiveObjects> in(Pack pack) {
        return Optional.ofNullable(packs.get(pack)).filter(live -> !live.isEmpty());
    }

    boolean isEmpty() {
        return packs.values().stream().allMatch(LiveObjects::isEmpty);
    }

    /// The same, with packs in which everything is live noted as such, and without packs in which nothing is.
    Members tidy() {
        var tidy = new Members();
        packs.forEach((pack, live) -> {
            if (!live.isEmpty()) {
                tidy.packs.put(pack, live.isAllOf(pack.objects()) ? LiveObjects.all() : live);
            }
        });
        return tidy;
    }

    /// A copy, which may be changed.
    Members copy() {
        var copy = new Members();
        packs.forEach((pack, live) -> copy.packs.put(pack, live.copy()));
        return copy;
    }

    /// Counts one object out.
    void remove(Pack pack, int object) {
        var live = packs.get(pack);
        if (live != null) {
            live.remove(object, pack.objects());
        }
    }
}
