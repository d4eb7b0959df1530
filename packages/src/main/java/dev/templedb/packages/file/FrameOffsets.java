package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameIndex;
import java.util.List;

/// Where each frame of a package begins in the file.
final class FrameOffsets {
    private FrameOffsets() {}

    /// The frames fill their entries without a gap, each entry as full as it can be.
    static long[] of(FrameIndex index, List<ZipEntry> parts) {
        var offsets = new long[index.entries().size()];
        int part = 0;
        long used = 0;
        for (int i = 0; i < offsets.length; i++) {
            int bytes = index.entries().get(i).compressedBytes();
            if (used + bytes > EntryNames.FRAMES_BYTES) {
                requireFilled(parts, part, used);
                part++;
                used = 0;
            }
            if (part == parts.size()) {
                throw malformed("The frame index names frame %d, for which there is no entry.".formatted(i));
            }
            offsets[i] = parts.get(part).contentOffset() + used;
            used += bytes;
        }
        if (offsets.length > 0) {
            requireFilled(parts, part++, used);
        }
        if (part < parts.size()) {
            throw malformed("Entry %s holds bytes that the frame index does not name."
                    .formatted(parts.get(part).name()));
        }
        return offsets;
    }

    private static void requireFilled(List<ZipEntry> parts, int part, long used) {
        if (part == parts.size() || parts.get(part).bytes() != used) {
            throw malformed("The frames that the frame index names do not fill entry %s."
                    .formatted(EntryNames.frames(part + 1)));
        }
    }

    private static TempleException malformed(String message) {
        return new TempleException(ErrorCode.PACKAGE_MALFORMED, message);
    }
}
