package dev.templedb.cathedral.transfer;

import dev.templedb.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;

/// Where the bytes of packs are read.
@FunctionalInterface
interface PackBytes {
    /// Opens `length` bytes of a pack's frames from `offset`.
    InputStream open(Pack pack, long offset, long length) throws IOException;

    /// Packs that lie in storage.
    static PackBytes in(ObjectStore store) {
        return (pack, offset, length) -> store.open(pack.key(), offset, length);
    }
}
