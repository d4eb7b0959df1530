package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.util.Arrays;

/// A cursor over the entries of a tree's raw bytes: `<octal mode> SP <name> NUL <20 bytes of id>`, repeated.
///
/// Reads in place and allocates nothing per entry. Not thread-safe.
public final class TreeEntries {
    private final byte[] raw;
    private final int end;
    private int next;
    private int mode;
    private int nameStart;
    private int nameEnd;

    /// A cursor before the first entry of the `length` bytes from `offset`.
    public TreeEntries(byte[] raw, int offset, int length) {
        this.raw = raw;
        this.next = offset;
        this.end = offset + length;
    }

    /// A cursor before the first entry of `raw`.
    public TreeEntries(byte[] raw) {
        this(raw, 0, raw.length);
    }

    /// Moves to the next entry; false when there is none.
    ///
    /// @throws MalformedObject when the bytes are cut off or are no tree
    public boolean next() throws MalformedObject {
        if (next == end) {
            return false;
        }
        int at = next;
        int number = 0;
        while (at < end && raw[at] != ' ') {
            if (raw[at] < '0' || raw[at] > '7' || at - next > 6) {
                throw new MalformedObject("an entry's mode is not an octal number");
            }
            number = number << 3 | (raw[at++] - '0');
        }
        mode = number;
        nameStart = at + 1;
        at = nameStart;
        while (at < end && raw[at] != 0) {
            at++;
        }
        nameEnd = at;
        next = at + 1 + GitId.BYTES;
        if (next > end || nameEnd == nameStart) {
            throw new MalformedObject(nameEnd == nameStart ? "an entry has no name" : "it is cut off");
        }
        return true;
    }

    /// The mode as it stands in the tree, such as `0100644`.
    public int mode() {
        return mode;
    }

    /// A copy of the name's bytes, which need not be UTF-8.
    public byte[] name() {
        return Arrays.copyOfRange(raw, nameStart, nameEnd);
    }

    int nameStart() {
        return nameStart;
    }

    int nameEnd() {
        return nameEnd;
    }

    /// The id that the entry names.
    public GitId id() {
        return GitId.ofBytes(raw, nameEnd + 1);
    }

    int idStart() {
        return nameEnd + 1;
    }
}
