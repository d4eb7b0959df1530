package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.FileMode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All paths of a checked-out directory that the commit has or the next one will have. What git calls the index.
///
/// Kept as one packed value, because a status reads all of it: about 90 bytes a path, of which paths share their
/// beginnings. Not thread-safe.
final class TrackedFiles {
    private static final byte FORMAT = 1;
    private static final int HAS_STAT = 1;
    private static final int IS_STAGED = 2;
    private static final int IN_BASE = 4;
    private static final int IN_NEXT = 8;
    private static final int STAT_BYTES = 1 + 4 * Long.BYTES;
    private static final int MOST_ENTRY_BYTES = 1 + 2 * Short.BYTES + 2 * (Integer.BYTES + GitId.BYTES) + STAT_BYTES;
    private static final FileMode[] KINDS = FileMode.values();

    private List<TrackedFile> read;
    /// All files by path; null as long as nobody has asked for a single one, and all are in [#read].
    private @Nullable Map<String, TrackedFile> files;

    TrackedFiles() {
        this(new ArrayList<>());
    }

    private TrackedFiles(List<TrackedFile> read) {
        this.read = read;
    }

    private Map<String, TrackedFile> files() {
        if (files == null) {
            files = HashMap.newHashMap(read.size());
            for (var file : read) {
                files.put(file.path(), file);
            }
            read = List.of();
        }
        return files;
    }

    @Nullable
    TrackedFile get(String path) {
        return files().get(path);
    }

    /// Adds or replaces a path; one that neither commit has is forgotten.
    void put(TrackedFile file) {
        if (file.mode() == 0 && file.baseMode() == 0) {
            files().remove(file.path());
        } else {
            files().put(file.path(), file);
        }
    }

    /// In no order.
    Collection<TrackedFile> all() {
        return files == null ? read : files.values();
    }

    /// By path, in the order of their bytes.
    TreeMap<String, TrackedFile> sorted() {
        return new TreeMap<>(files());
    }

    int count() {
        return files == null ? read.size() : files.size();
    }

    byte[] write() {
        var sorted = sorted();
        int most = 1 + Integer.BYTES;
        for (var path : sorted.keySet()) {
            most += MOST_ENTRY_BYTES + path.length();
        }
        var out = ByteBuffer.allocate(most).put(FORMAT).putInt(sorted.size());
        var before = "";
        for (var file : sorted.values()) {
            write(out, before, file);
            before = file.path();
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static void write(ByteBuffer out, String before, TrackedFile file) {
        var stat = file.stat();
        int flags = (stat == null ? 0 : HAS_STAT)
                | (file.isStaged() ? IS_STAGED : 0)
                | (file.baseMode() == 0 ? 0 : IN_BASE)
                | (file.mode() == 0 ? 0 : IN_NEXT);
        int shared = 0;
        while (shared < before.length()
                && shared < file.path().length()
                && before.charAt(shared) == file.path().charAt(shared)) {
            shared++;
        }
        out.put((byte) flags).putShort((short) shared).putShort((short)
                (file.path().length() - shared));
        out.put(RawPath.bytes(file.path().substring(shared)));
        if (file.mode() != 0) {
            out.putInt(file.mode()).put(Objects.requireNonNull(file.blob()).bytes());
        }
        if (file.isStaged() && file.baseMode() != 0) {
            out.putInt(file.baseMode())
                    .put(Objects.requireNonNull(file.baseBlob()).bytes());
        }
        if (stat != null) {
            out.put((byte) Arrays.asList(KINDS).indexOf(stat.kind()))
                    .putLong(stat.bytes())
                    .putLong(stat.mtime())
                    .putLong(stat.ctime())
                    .putLong(stat.inode());
        }
    }

    static TrackedFiles read(byte[] packed) {
        try {
            var in = ByteBuffer.wrap(packed);
            if (packed.length == 0) {
                return new TrackedFiles();
            }
            if (in.get() != FORMAT) {
                throw damaged(null);
            }
            int count = in.getInt();
            var files = new ArrayList<TrackedFile>(Math.min(count, packed.length));
            var before = "";
            for (int i = 0; i < count; i++) {
                var file = read(in, packed, before);
                files.add(file);
                before = file.path();
            }
            return new TrackedFiles(files);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw damaged(cut);
        }
    }

    private static TrackedFile read(ByteBuffer in, byte[] packed, String before) {
        int flags = in.get();
        int shared = in.getShort() & 0xffff;
        int length = in.getShort() & 0xffff;
        var rest = new String(packed, in.position(), length, StandardCharsets.ISO_8859_1);
        in.position(in.position() + length);
        var path = shared == 0 ? rest : before.substring(0, shared).concat(rest);
        int mode = 0;
        @Nullable GitId blob = null;
        if ((flags & IN_NEXT) != 0) {
            mode = in.getInt();
            blob = id(in, packed);
        }
        int baseMode = 0;
        @Nullable GitId baseBlob = null;
        if ((flags & IS_STAGED) == 0) {
            baseMode = mode;
            baseBlob = blob;
        } else if ((flags & IN_BASE) != 0) {
            baseMode = in.getInt();
            baseBlob = id(in, packed);
        }
        @Nullable
        FileStat stat = (flags & HAS_STAT) == 0
                ? null
                : new FileStat(KINDS[in.get()], in.getLong(), in.getLong(), in.getLong(), in.getLong());
        return new TrackedFile(path, mode, blob, baseMode, baseBlob, stat);
    }

    private static GitId id(ByteBuffer in, byte[] packed) {
        var id = GitId.ofBytes(packed, in.position());
        in.position(in.position() + GitId.BYTES);
        return id;
    }

    private static TempleException damaged(@Nullable Exception cause) {
        return new TempleException(
                ErrorCode.TEMPLE_CORRUPT, "What is recorded of a checked-out directory is damaged.", cause);
    }
}
