package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.zip.CRC32;

/// Takes the frames of a package before it is written: the manifest stands in front and names their hashes.
///
/// They wait in a scratch file, so that memory does not grow with the package.
final class FrameSpool {
    private final FileChannel scratch;
    private final PackageFrames entries = new PackageFrames();
    private long end;

    FrameSpool(FileChannel scratch) {
        this.scratch = scratch;
    }

    /// Takes the next frame.
    void accept(Frame frame) {
        entries.add(FrameIndex.Entry.of(frame), frame.compressed());
        try {
            write(ByteBuffer.wrap(frame.compressed()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            end += scratch.write(bytes, end);
        }
    }

    /// The index of all frames taken.
    FrameIndex index() {
        return entries.index();
    }

    /// The entries that hold the frames taken. No frame may follow.
    List<ZipWriter.Content> parts() {
        return entries.parts();
    }

    /// Takes an entry that is carried along, after all frames.
    ///
    /// @throws dev.templedb.core.TempleException when its content is not what it was when it came in
    ZipWriter.Content carry(CarriedEntry entry) throws IOException {
        long from = end;
        var sha256 = Sha256.newDigest();
        var crc32 = new CRC32();
        var buffer = new byte[1 << 16];
        try (var in = entry.content().open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                crc32.update(buffer, 0, n);
                write(ByteBuffer.wrap(buffer, 0, n));
            }
        }
        var found = Sha256.from(sha256);
        if (!found.equals(entry.sha256())) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "The content of entry %s is damaged.".formatted(entry.name()));
        }
        return new ZipWriter.Content(entry.name(), new byte[0], from, end - from, (int) crc32.getValue(), found);
    }

    FileChannel scratch() {
        return scratch;
    }
}
