package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.function.IntFunction;

/// A pack before it lies in storage: its index, and where its frames come from.
///
/// @param frames frame `n` of the index
record NewPack(Pack pack, PackIndex index, byte[] indexBytes, IntFunction<Frame> frames) {
    static NewPack of(PackIndex index, IntFunction<Frame> frames) {
        var bytes = index.write();
        var pack = new Pack(TimeIds.next(), index.frameBytes(), bytes.length, index.objectCount());
        return new NewPack(pack, index, bytes, frames);
    }

    /// Writes it, whole or not at all. One frame is in memory at a time.
    ///
    /// @return the hash of the object in storage
    /// @throws TempleException when storage or the source of the frames fails
    Sha256 write(ObjectStore store) {
        try (var in = new SequenceInputStream(new FrameStreams(), new ByteArrayInputStream(indexBytes))) {
            return store.put(pack.key(), pack.bytes(), null, in);
        } catch (IOException failure) {
            throw new TempleException(ErrorCode.STORAGE_UNAVAILABLE, "A pack could not be written.", failure);
        }
    }

    /// Reads frames where they come from, as if they lay in storage, and other packs there.
    PackBytes before(PackBytes stored) {
        return (wanted, offset, length) -> wanted.equals(pack) ? frame(offset) : stored.open(wanted, offset, length);
    }

    private InputStream frame(long offset) {
        return new ByteArrayInputStream(
                frames.apply(index.frameAt(offset).orElseThrow()).compressed());
    }

    private final class FrameStreams extends InputStream {
        private int next;
        private InputStream current = InputStream.nullInputStream();

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (true) {
                int count = current.read(into, offset, length);
                if (count >= 0 || next == index.frameCount()) {
                    return count;
                }
                current = new ByteArrayInputStream(frames.apply(next++).compressed());
            }
        }
    }
}
