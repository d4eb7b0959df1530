package dev.templedb.cathedral.transfer;

import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StoredObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Gatherers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Gives back the space of what is not needed any more, and reads packs to see whether they are whole, while the
/// server works.
///
/// A pack goes when nothing has referred to it for the grace period; its row goes first, so that what a crash leaves
/// is an object without a row, which the next run sweeps. Several nodes may run it at a time.
public final class PackCollector {
    /// How many objects the database is asked for at a time.
    private static final int MOST_ASKED = 1000;

    private final Jdbi jdbi;
    private final ObjectStore store;
    private final PackIndexes indexes;
    private final TransferConfig config;
    private final Clock clock;
    private final PostgresPacks packs = new PostgresPacks();
    private final PostgresUploads uploads = new PostgresUploads();
    private final PackRepacker repacker;

    public PackCollector(Jdbi jdbi, ObjectStore store, PackIndexes indexes, TransferConfig config, Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.indexes = indexes;
        this.config = config;
        this.clock = clock;
        this.repacker = new PackRepacker(jdbi, store, indexes, clock);
    }

    /// What was given back, or would be.
    ///
    /// @param packs   that nothing refers to
    /// @param uploads whose time is over
    /// @param strays  objects in storage that belong to nothing
    /// @param bytes   of all of these
    /// @param postponed true when nothing was done, because a backup needs what is there or another node collects
    public record Collected(int packs, int uploads, int strays, long bytes, boolean postponed) {}

    /// What was found by reading packs.
    ///
    /// @param damaged what is wrong with which
    public record Scrubbed(int packs, long bytes, List<String> damaged) {}

    /// Collects.
    ///
    /// @param dry only says what would go
    public Collected collect(boolean dry) {
        if (dry) {
            return collectNow(true);
        }
        return PostgresCollectorLock.removingPacks(jdbi, () -> collectNow(false))
                .orElse(new Collected(0, 0, 0, 0, true));
    }

    private Collected collectNow(boolean dry) {
        var now = clock.instant();
        var before = now.minus(config.grace());
        if (!dry) {
            jdbi.useTransaction(handle -> {
                packs.forgetDeleted(handle, before);
                packs.mark(handle, now);
            });
        }
        var swept = sweepPacks(now, before, dry);
        var ended = endUploads(now, dry);
        var strays = strays(before);
        if (!dry) {
            store.delete(strays.stream().map(StoredObject::key).toList());
            store.sweep(before);
        }
        return new Collected(
                swept.size(),
                ended,
                strays.size(),
                swept.stream().mapToLong(kept -> kept.pack().bytes()).sum()
                        + strays.stream().mapToLong(StoredObject::bytes).sum(),
                false);
    }

    private List<PostgresPacks.Kept> sweepPacks(Instant now, Instant before, boolean dry) {
        var unreferenced = jdbi.withHandle(handle -> packs.unreferenced(handle, now, before));
        if (dry) {
            return unreferenced;
        }
        var swept = new ArrayList<PostgresPacks.Kept>();
        for (var kept : unreferenced) {
            boolean isGone = jdbi.inTransaction(handle -> packs.delete(handle, kept));
            if (isGone) {
                store.delete(kept.pack().key());
                indexes.forget(kept.pack().id());
                swept.add(kept);
            }
        }
        return swept;
    }

    /// The parts of what is ended are strays from then on.
    private int endUploads(Instant now, boolean dry) {
        var expired = jdbi.withHandle(handle -> uploads.expired(handle, now));
        if (!dry) {
            for (var upload : expired) {
                jdbi.useHandle(handle -> uploads.delete(handle, upload));
                try (var parts = store.list(Upload.FOLDER + upload + "/")) {
                    store.delete(parts.map(StoredObject::key).toList());
                }
            }
        }
        return expired.size();
    }

    /// Objects that are older than `before` and have no row.
    private List<StoredObject> strays(Instant before) {
        var strays = new ArrayList<>(strays(Pack.FOLDER, before, packs::known));
        strays.addAll(strays(Upload.FOLDER, before, uploads::known));
        return strays;
    }

    private List<StoredObject> strays(String folder, Instant before, BiFunction<Handle, List<UUID>, List<UUID>> known) {
        try (var all = store.list(folder)) {
            return all.filter(object -> object.storedAt().isBefore(before))
                    .gather(Gatherers.windowFixed(MOST_ASKED))
                    .flatMap(some -> without(some, known).stream())
                    .toList();
        }
    }

    private List<StoredObject> without(List<StoredObject> objects, BiFunction<Handle, List<UUID>, List<UUID>> known) {
        var ids = objects.stream().map(object -> id(object.key())).distinct().toList();
        Set<UUID> there = new HashSet<>(jdbi.withHandle(handle -> known.apply(handle, ids)));
        return objects.stream()
                .filter(object -> !there.contains(id(object.key())))
                .toList();
    }

    private static UUID id(ObjectKey key) {
        return Wire.id(key.text().split("/")[1]);
    }

    /// Packs what is live in small and partly dead packs into new ones, project by project.
    ///
    /// @param dry only says how many bytes would be given back in the end
    public long repack(boolean dry) {
        long bytes = 0;
        for (var project : jdbi.withHandle(packs::projects)) {
            bytes += repacker.repack(project, dry);
        }
        return bytes;
    }

    /// Reads the packs that were not read for longest, and compares them with their hashes.
    ///
    /// @param since those that were read later are left alone
    /// @param most  how many packs to read
    public Scrubbed scrub(Duration since, int most) {
        return scrub(clock.instant().minus(since), most);
    }

    /// Reads packs that were not read since `before`, and compares them with their hashes.
    public Scrubbed scrub(Instant before, int most) {
        var now = clock.instant();
        var damaged = new ArrayList<String>();
        long bytes = 0;
        var some = jdbi.withHandle(handle -> packs.toScrub(handle, before, most));
        for (var kept : some) {
            var damage = damage(kept);
            if (damage != null) {
                damaged.add(damage);
            }
            bytes += kept.pack().bytes();
            jdbi.useHandle(handle -> packs.scrubbed(handle, kept.pack().id(), now, damage));
        }
        return new Scrubbed(some.size(), bytes, damaged);
    }

    private @Nullable String damage(PostgresPacks.Kept kept) {
        try {
            store.verify(kept.pack().key(), kept.pack().bytes(), kept.sha256());
            return null;
        } catch (TempleException wrong) {
            return switch (wrong.code()) {
                case STORAGE_OBJECT_DAMAGED, STORAGE_OBJECT_MISSING -> String.valueOf(wrong.getMessage());
                default -> throw wrong;
            };
        }
    }
}
