package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.packages.disk.FileSlice;
import dev.templedb.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Of which segments a package is made, in order. Put together they are a package that any reader verifies.
///
/// To be closed; frames that were packed anew lie in a scratch file until then.
public final class PackagePlan implements AutoCloseable {
    /// A part of the package's bytes.
    public sealed interface Segment {
        /// Length in bytes.
        long length();

        /// Bytes that nobody has yet.
        record Inline(byte[] bytes) implements Segment {
            @Override
            public long length() {
                return bytes.length;
            }
        }

        /// Frames that were packed anew for this package; they lie in the plan's scratch file.
        record Repacked(long offset, long length) implements Segment {}

        /// Whole frames of a pack.
        record Packed(Pack pack, long offset, long length) implements Segment {}
    }

    private final Sha256 root;
    private final List<Segment> segments;
    private final @Nullable FileChannel scratch;

    PackagePlan(Sha256 root, List<Segment> segments, @Nullable FileChannel scratch) {
        this.root = root;
        this.segments = List.copyOf(segments);
        this.scratch = scratch;
    }

    /// The content root of the package's state.
    public Sha256 root() {
        return root;
    }

    public List<Segment> segments() {
        return segments;
    }

    /// Length of the whole package.
    public long bytes() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    /// Opens one segment.
    public InputStream open(Segment segment, ObjectStore store) throws IOException {
        return switch (segment) {
            case Segment.Inline(var bytes) -> new ByteArrayInputStream(bytes);
            case Segment.Packed(var pack, var offset, var length) -> store.open(pack.key(), offset, length);
            case Segment.Repacked(var offset, var length) ->
                new FileSlice(Objects.requireNonNull(scratch), offset, length);
        };
    }

    /// Writes the whole package.
    public void writeTo(OutputStream out, ObjectStore store) throws IOException {
        for (var segment : segments) {
            try (var in = open(segment, store)) {
                in.transferTo(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }
}
