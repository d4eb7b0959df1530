package dev.templedb.packages.file;

import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// Takes the frames of a package before it is written: the manifest stands in front and names their hashes.
///
/// They wait in a scratch file, so that memory does not grow with the package.
final class FrameSpool {
    private final FileChannel scratch;
    private final List<FrameIndex.Entry> index = new ArrayList<>();
    private final List<ZipWriter.Content> parts = new ArrayList<>();
    private final MessageDigest sha256 = Sha256.newDigest();
    private final CRC32 crc32 = new CRC32();
    private long start;
    private long end;

    FrameSpool(FileChannel scratch) {
        this.scratch = scratch;
    }

    /// Takes the next frame.
    void accept(Frame frame) {
        var bytes = frame.compressed();
        if (end - start + bytes.length > EntryNames.FRAMES_BYTES) {
            endPart();
        }
        index.add(FrameIndex.Entry.of(frame));
        sha256.update(bytes);
        crc32.update(bytes);
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                end += scratch.write(buffer, end);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void endPart() {
        if (end > start) {
            parts.add(new ZipWriter.Content(
                    EntryNames.frames(parts.size() + 1),
                    new byte[0],
                    start,
                    end - start,
                    (int) crc32.getValue(),
                    Sha256.from(sha256)));
        }
        crc32.reset();
        start = end;
    }

    /// The index of all frames taken.
    FrameIndex index() {
        return new FrameIndex(index);
    }

    /// The entries that hold the frames taken. No frame may follow.
    List<ZipWriter.Content> parts() {
        endPart();
        return List.copyOf(parts);
    }

    FileChannel scratch() {
        return scratch;
    }
}
