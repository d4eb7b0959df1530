package dev.templedb.packages.file;

import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.FrameIndex;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// The frames of a package, end to end: divides them into the entries that hold them, each as full as it can be, and
/// hashes those. Keeps no bytes of them. Not thread-safe while frames are added.
public final class PackageFrames {
    private final List<FrameIndex.Entry> index = new ArrayList<>();
    private final List<ZipWriter.Content> parts = new ArrayList<>();
    private final MessageDigest sha256 = Sha256.newDigest();
    private final CRC32 crc32 = new CRC32();
    private long start;
    private long end;

    /// Takes the next frame.
    public void add(FrameIndex.Entry frame, byte[] compressed) {
        if (end - start + compressed.length > EntryNames.FRAMES_BYTES) {
            endPart();
        }
        index.add(frame);
        sha256.update(compressed);
        crc32.update(compressed);
        end += compressed.length;
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

    /// How many frames were taken.
    public int count() {
        return index.size();
    }

    /// The index of all frames taken.
    FrameIndex index() {
        return new FrameIndex(index);
    }

    /// The entries that hold the frames taken; their positions count from the first frame. No frame may follow.
    List<ZipWriter.Content> parts() {
        endPart();
        return List.copyOf(parts);
    }
}
