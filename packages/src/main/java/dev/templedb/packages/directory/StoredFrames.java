package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import java.io.EOFException;
import java.io.IOException;

/// The frames in a package's `.frames` files, by number. No frame lies in two files. Thread-safe.
final class StoredFrames {
    private final PackageParts parts;
    private final FrameIndex index;
    private final int[] files;
    private final long[] offsets;

    /// @param listed what the package says its parts are; a part that is damaged may have another length
    StoredFrames(PackageParts parts, EntryList listed, FrameIndex index) {
        this.parts = parts;
        this.index = index;
        this.files = new int[index.entries().size()];
        this.offsets = new long[files.length];
        int file = 0;
        long length = 0;
        long at = 0;
        for (int number = 0; number < files.length; number++) {
            if (at == length) {
                file++;
                length = listed.bytes(Names.frames(file));
                at = 0;
            }
            files[number] = file;
            offsets[number] = at;
            at += index.entries().get(number).compressedBytes();
            if (at > length) {
                throw Refusal.of(ErrorCode.PACKAGE_TRUNCATED, Names.frames(file), "is cut off in frame " + number);
            }
        }
    }

    /// Reads one frame and compares it with the index.
    Frame frame(int number) {
        var entry = index.entries().get(number);
        var part = Names.frames(files[number]);
        if (!parts.has(part)) {
            throw Refusal.of(ErrorCode.PACKAGE_TRUNCATED, part, "is not there, and with it frame " + number);
        }
        try (var in = parts.open(part)) {
            in.skipNBytes(offsets[number]);
            var compressed = in.readNBytes(entry.compressedBytes());
            if (!Sha256.of(compressed).equals(entry.sha256())) {
                throw Refusal.mismatch("Frame %d in %s".formatted(number, part));
            }
            return new Frame(entry.layout(), compressed);
        } catch (EOFException cutOff) {
            throw Refusal.of(ErrorCode.PACKAGE_TRUNCATED, part, "is cut off before frame " + number);
        } catch (IOException failure) {
            throw Refusal.unreadable(part, failure);
        }
    }
}
