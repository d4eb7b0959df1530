package dev.templedb.cathedral.transfer;

import dev.templedb.storage.ObjectKey;
import java.util.UUID;

/// Frames of one project, end to end, as one object in storage; behind them lies their [PackIndex]. Never changes.
///
/// @param frameBytes length of all frames, which is where the index begins
/// @param indexBytes length of the index
/// @param objects    how many objects the frames hold
public record Pack(UUID id, long frameBytes, int indexBytes, int objects) {
    /// The folder of all packs.
    static final String FOLDER = "packs/";

    /// Where it lies in storage.
    public ObjectKey key() {
        return key(id);
    }

    /// Where a pack lies in storage.
    public static ObjectKey key(UUID id) {
        return new ObjectKey(FOLDER + id);
    }

    /// Length of the object in storage.
    public long bytes() {
        return frameBytes + indexBytes;
    }
}
