package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameParts;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.storage.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Packs what is live in the small and partly dead packs of a project into one new pack. The old packs are left to the
/// collector; whoever is reading them by an older plan asks for a new one.
final class PackRepacker {
    /// A pack with less than this share of live objects is packed anew.
    private static final double LEAST_LIVE = 0.6;

    private static final long SMALL_BYTES = 1 << 20;
    /// So many small packs are packed into one.
    private static final int MOST_SMALL = 32;
    /// What is packed at a time waits in memory.
    private static final long MOST_BYTES = 64L << 20;

    private final Jdbi jdbi;
    private final ObjectStore store;
    private final PackIndexes indexes;
    private final Clock clock;
    private final PostgresPacks packs = new PostgresPacks();
    private final PostgresStateStore states = new PostgresStateStore();

    PackRepacker(Jdbi jdbi, ObjectStore store, PackIndexes indexes, Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.indexes = indexes;
        this.clock = clock;
    }

    /// What a project has before.
    ///
    /// @param live of the packs that are to be packed anew
    private record Before(Set<Sha256> served, Members live, long bytes) {}

    /// @return how many bytes of packs are not needed any more then
    long repack(UUID project, boolean dry) {
        var before = jdbi.inTransaction(handle -> before(handle, project));
        if (dry || before.bytes() == 0) {
            return before.bytes();
        }
        var pack = pack(before.live());
        indexes.keep(pack.pack(), pack.index());
        var hash = pack.write(store);
        var stored = new PackIntake.StoredPack(pack.pack(), hash, pack.index().rawBytes());
        boolean isDone = jdbi.inTransaction(handle -> replace(handle, project, before, stored, pack.index()));
        return isDone ? before.bytes() : 0;
    }

    private Before before(Handle handle, UUID project) {
        var served = packs.served(handle, project);
        var live = states.live(handle, project, null);
        var own = packs.own(handle, project);
        var chosen = Members.none();
        long bytes = 0;
        long small = own.stream()
                .filter(kept -> kept.pack().frameBytes() < SMALL_BYTES)
                .count();
        for (var kept : own) {
            var in = live.in(kept.pack());
            boolean isSmall = small > MOST_SMALL && kept.pack().frameBytes() < SMALL_BYTES;
            boolean isDead = in.isPresent()
                    && in.get().countOf(kept.pack().objects())
                            < LEAST_LIVE * kept.pack().objects();
            if (in.isPresent() && (isSmall || isDead) && bytes + kept.pack().bytes() <= MOST_BYTES) {
                chosen.with(kept.pack(), in.get());
                bytes += kept.pack().bytes();
            }
        }
        return new Before(served, chosen, bytes);
    }

    private NewPack pack(Members live) {
        var objects = ServerObjects.of(live, indexes, PackBytes.in(store));
        var builder = new PackIndex.Builder();
        var frames = new ArrayList<Frame>();
        try (var parts = new FrameParts();
                var packer = new FramePacker(
                        FrameLimits.LEVEL, 1, ErrorCode.STORED_PACK_DAMAGED, frame -> take(frame, builder, frames))) {
            for (var opened : objects.packs()) {
                for (int frame = 0; frame < opened.index().frameCount(); frame++) {
                    var some = opened.index().live(frame, opened.live());
                    if (!some.isEmpty()) {
                        parts.repack(objects.frame(opened, frame), some, packer);
                    }
                }
            }
            packer.finish();
        } catch (MalformedFrame wrong) {
            throw new TempleException(
                    ErrorCode.STORED_PACK_DAMAGED, "A pack is damaged: %s.".formatted(wrong.getMessage()), wrong);
        }
        return NewPack.of(builder.build(), frames::get);
    }

    private static void take(OpenFrame frame, PackIndex.Builder builder, List<Frame> frames) {
        try {
            builder.add(FrameIndex.Entry.of(frame.frame()), frame);
            frames.add(frame.frame());
        } catch (MalformedFrame impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Lets all states name the objects at their new places, unless somebody has changed what is served meanwhile.
    private boolean replace(Handle handle, UUID project, Before before, PackIntake.StoredPack stored, PackIndex index) {
        states.lockCurrent(handle, project);
        if (!packs.served(handle, project).equals(before.served())) {
            return false;
        }
        states.add(handle, project, stored, clock.instant());
        states.addBytes(handle, project, stored.pack().bytes());
        var old = before.live().packs().keySet().stream().map(Pack::id).toList();
        for (var root : packs.statesWith(handle, project, old)) {
            var moved = moved(states.members(handle, project, root), before.live(), stored.pack(), index);
            if (moved.isPresent()) {
                states.replaceMembers(handle, project, root, moved.get());
            } else {
                // It reached what is dead, so it is neither the present state nor that of a version.
                packs.forgetState(handle, project, root);
            }
        }
        return true;
    }

    private Optional<Members> moved(Members members, Members old, Pack pack, PackIndex index) {
        var moved = Members.none();
        for (var member : members.packs().entrySet()) {
            if (old.in(member.getKey()).isEmpty()) {
                moved.with(member.getKey(), member.getValue());
                continue;
            }
            var before = indexes.of(member.getKey());
            for (int object = 0; object < before.objectCount(); object++) {
                if (member.getValue().contains(object)) {
                    int now = index.find(before, object);
                    if (now < 0) {
                        return Optional.empty();
                    }
                    moved.add(pack, now);
                }
            }
        }
        return Optional.of(moved.tidy());
    }
}
