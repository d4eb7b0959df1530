package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.storage.ObjectStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The indexes of packs, read when they are needed; those used last stay in memory, up to a number of bytes.
/// Thread-safe.
public final class PackIndexes {
    private final ObjectStore store;
    private final long mostBytes;
    /// The index used last comes last.
    private final LinkedHashMap<UUID, PackIndex> recent = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /// @param mostBytes how much memory the indexes that are kept may take; one that is larger is kept alone
    public PackIndexes(ObjectStore store, long mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    /// The index of a pack.
    ///
    /// @throws TempleException when storage fails, or with `STORED_PACK_DAMAGED`
    PackIndex of(Pack pack) {
        var known = known(pack.id());
        if (known != null) {
            return known;
        }
        var read = read(pack);
        keep(pack, read);
        return read;
    }

    private synchronized @Nullable PackIndex known(UUID id) {
        return recent.get(id);
    }

    /// Remembers an index that was just made.
    synchronized void keep(Pack pack, PackIndex index) {
        if (recent.putLast(pack.id(), index) == null) {
            bytes += index.memoryBytes();
        }
        while (bytes > mostBytes && recent.size() > 1) {
            bytes -= recent.pollFirstEntry().getValue().memoryBytes();
        }
    }

    /// Forgets the index of a pack that is gone.
    synchronized void forget(UUID id) {
        var gone = recent.remove(id);
        if (gone != null) {
            bytes -= gone.memoryBytes();
        }
    }

    private PackIndex read(Pack pack) {
        try (var in = store.open(pack.key(), pack.frameBytes(), pack.indexBytes())) {
            var index = PackIndex.read(in.readAllBytes());
            if (index.frameBytes() != pack.frameBytes() || index.objectCount() != pack.objects()) {
                throw damaged(pack, "its index is that of another pack", null);
            }
            return index;
        } catch (MalformedFrame wrong) {
            throw damaged(pack, wrong.getMessage(), wrong);
        } catch (IOException failure) {
            throw unreadable(pack, failure);
        }
    }

    static TempleException damaged(Pack pack, @Nullable String why, @Nullable Exception cause) {
        return new TempleException(
                ErrorCode.STORED_PACK_DAMAGED, "The pack %s is damaged: %s.".formatted(pack.id(), why), cause);
    }

    static TempleException unreadable(Pack pack, IOException failure) {
        return new TempleException(
                ErrorCode.STORAGE_UNAVAILABLE, "The pack %s could not be read.".formatted(pack.id()), failure);
    }
}
