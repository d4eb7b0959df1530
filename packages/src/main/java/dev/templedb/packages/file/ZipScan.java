package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// Finds the entries of a ZIP by walking from local header to local header, and refuses every byte between and after
/// them that
/// our writer would not have written. Reads headers only, and never more than the file has.
final class ZipScan {
    /// Room for entries of newer versions, beside one entry for each 64 MiB of frames.
    private static final long MOST_SMALL_ENTRIES = 1000;

    private final FileChannel file;
    private final long length;
    private final List<ZipEntry> entries = new ArrayList<>();
    private final HashSet<String> names = new HashSet<>();

    private final boolean partial;
    private boolean cutOff;

    private ZipScan(FileChannel file, boolean partial) throws IOException {
        this.file = file;
        this.partial = partial;
        this.length = file.size();
    }

    /// The entries of `file`, in order. With `partial` the file may be cut off anywhere behind its first entry; the
    /// last
    /// entry may then reach beyond the end.
    ///
    /// @throws TempleException with `PACKAGE_NOT_RECOGNIZED` when it does not begin as one of our packages;
    /// otherwise an error
    ///         that names the entry
    static List<ZipEntry> scan(FileChannel file, boolean partial) throws IOException {
        var scan = new ZipScan(file, partial);
        scan.readEntries();
        if (!scan.cutOff) {
            scan.checkDirectory();
        }
        return scan.entries;
    }

    /// Whether `file` begins as one of our packages.
    static boolean recognizes(FileChannel file) throws IOException {
        int name = EntryNames.MANIFEST.length();
        var head = ByteBuffer.allocate(ZipFormat.LOCAL_HEADER + name).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, head, 0);
        return head.remaining() == ZipFormat.LOCAL_HEADER + name
                && head.getInt(0) == ZipFormat.LOCAL_SIGNATURE
                && new String(head.array(), ZipFormat.LOCAL_HEADER, name, StandardCharsets.US_ASCII)
                        .equals(EntryNames.MANIFEST);
    }

    private void readEntries() throws IOException {
        if (!recognizes(file)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED,
                    "The file does not begin as a package: its first entry is not manifest.json.");
        }
        long at = 0;
        long most = MOST_SMALL_ENTRIES + length / (64 << 20);
        while (true) {
            var head = read(at, ZipFormat.LOCAL_HEADER);
            int signature = head.remaining() < 4 ? 0 : head.getInt(0);
            if (partial && head.remaining() < ZipFormat.LOCAL_HEADER && endsInHeader(head, signature)) {
                cutOff = true;
                return;
            }
            if (head.remaining() < 4) {
                throw truncated("after entry %s".formatted(entries.getLast().name()));
            }
            if (signature != ZipFormat.LOCAL_SIGNATURE) {
                return;
            }
            if (entries.size() == most) {
                throw new TempleException(
                        ErrorCode.PACKAGE_TOO_LARGE, "The package has more than %d entries.".formatted(most));
            }
            at = add(head, at);
            if (at > length) {
                cutOff = true;
                return;
            }
        }
    }

    private static boolean endsInHeader(ByteBuffer head, int signature) {
        return head.remaining() < 4 || signature == ZipFormat.LOCAL_SIGNATURE;
    }

    private long add(ByteBuffer head, long at) throws IOException {
        if (head.remaining() < ZipFormat.LOCAL_HEADER) {
            throw truncated("in the header of entry %d".formatted(entries.size() + 1));
        }
        int nameLength = head.getShort(26) & 0xffff;
        var nameBytes = read(at + ZipFormat.LOCAL_HEADER, nameLength);
        if (nameBytes.remaining() < nameLength) {
            throw truncated("in the name of entry %d".formatted(entries.size() + 1));
        }
        var name = new String(nameBytes.array(), 0, nameLength, StandardCharsets.UTF_8);
        ZipEntry.requireSafe(name);
        if (nameLength > ZipEntry.LONGEST_NAME) {
            throw malformed("An entry of the package has a name of %d bytes.".formatted(nameLength));
        }
        if (head.getShort(8) != 0) {
            throw malformed("Entry %s is compressed or encrypted; the entries of a package are stored as they are."
                    .formatted(name));
        }
        var entry = new ZipEntry(name, head.getInt(22) & 0xffff_ffffL, head.getInt(14), at);
        var expected = ZipFormat.local(entry);
        if (!Arrays.equals(expected, 0, ZipFormat.LOCAL_HEADER, head.array(), 0, ZipFormat.LOCAL_HEADER)) {
            throw malformed("The header of entry %s is not in the one form that it may have.".formatted(name));
        }
        if (!names.add(name)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_ENTRY_DUPLICATE, "The package has the entry %s twice.".formatted(name));
        }
        if (entry.end() > length && !(partial && !entries.isEmpty())) {
            throw truncated("in entry %s".formatted(name));
        }
        entries.add(entry);
        return entry.end();
    }

    private void checkDirectory() throws IOException {
        var expected = ZipFormat.directory(entries);
        long start = entries.getLast().end();
        if (length - start > expected.length) {
            throw malformed("Bytes that belong to no entry stand after entry %s, or after the end of the package."
                    .formatted(Printable.text(entries.getLast().name())));
        }
        var found = read(start, expected.length);
        int common = Arrays.mismatch(expected, 0, expected.length, found.array(), 0, found.remaining());
        int whole = Arrays.mismatch(expected, 0, found.remaining(), found.array(), 0, found.remaining());
        if (whole < 0 && found.remaining() < expected.length) {
            if (partial) {
                return;
            }
            throw truncated("in its directory");
        }
        if (common >= 0) {
            throw malformed(
                    "The package's directory does not agree with its entries (byte %d).".formatted(start + common));
        }
    }

    /// At most `count` bytes from `at`; fewer at the end of the file.
    private ByteBuffer read(long at, int count) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(count, length - at)))
                .order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, buffer, at);
        return buffer;
    }

    private static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                break;
            }
        }
        into.flip();
    }

    private static TempleException truncated(String where) {
        return new TempleException(ErrorCode.PACKAGE_TRUNCATED, "The package ends %s.".formatted(where));
    }

    private static TempleException malformed(String message) {
        return new TempleException(ErrorCode.PACKAGE_MALFORMED, message);
    }
}
