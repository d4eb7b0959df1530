package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.transfer.PackagePlan.Segment;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.file.PackageAssembly;
import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.file.PackageFrames;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameParts;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StorageErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts packages together from packs. A frame of which everything is wanted is sent as it lies; what is wanted of
/// others is packed into new frames, so that nothing else goes with it. The same state, members and base give the
/// same bytes.
///
/// A package names the SHA-256 of its entries, so the frames that go into it are read once; what came out is kept for
/// the packages that were asked for last. Thread-safe.
public final class PackagePlanner {
    /// Repacking is for once; the collector packs for good.
    private static final int LEVEL = 3;

    private static final int MOST_KEPT = 64;
    private static final long MOST_KEPT_FRAMES = 1 << 16;

    private final ObjectStore store;
    private final PackIndexes indexes;
    private final Path scratch;
    private final LinkedHashMap<Sha256, PackageFrames> recent = new LinkedHashMap<>(64, 0.75f, true);

    /// @param scratch a directory for frames that are packed anew, which exists
    public PackagePlanner(ObjectStore store, PackIndexes indexes, Path scratch) {
        this.store = store;
        this.indexes = indexes;
        this.scratch = scratch;
    }

    /// Plans a package.
    ///
    /// @param wanted exactly the objects that go into it
    /// @param base   what it builds on; empty for a whole one
    public PackagePlan plan(PackageDescription description, Members wanted, Optional<PackageBase> base) {
        var objects = ServerObjects.of(wanted, indexes, PackBytes.in(store));
        var run = new Run(objects);
        boolean isPlanned = false;
        try {
            var plan = plan(description, base, run);
            isPlanned = true;
            return plan;
        } finally {
            if (!isPlanned) {
                run.close();
            }
        }
    }

    private PackagePlan plan(PackageDescription description, Optional<PackageBase> base, Run run) {
        var name = run.isWhole() ? run.name() : null;
        var known = name == null ? null : known(name);
        var frames = known != null ? known : run.frames();
        if (name != null && known == null) {
            keep(name, frames);
        }
        var segments = new ArrayList<Segment>();
        for (var part : PackageAssembly.parts(description, base, frames)) {
            switch (part) {
                case PackageAssembly.Part.Bytes(var bytes) -> segments.add(new Segment.Inline(bytes));
                case PackageAssembly.Part.Frames(var from, var length) -> segments.addAll(run.slice(from, length));
            }
        }
        return new PackagePlan(description.state().root(), segments, run.spool);
    }

    private synchronized @Nullable PackageFrames known(Sha256 name) {
        return recent.get(name);
    }

    private synchronized void keep(Sha256 name, PackageFrames frames) {
        if (frames.count() <= MOST_KEPT_FRAMES) {
            recent.putLast(name, frames);
        }
        while (recent.size() > MOST_KEPT) {
            recent.pollFirstEntry();
        }
    }

    /// Collects the frames of one package.
    private final class Run {
        /// Frames that lie one behind the other, of which everything is wanted.
        private record Whole(ServerObjects.Opened in, int from, int to) {
            Segment place() {
                long offset = in.index().offset(from);
                return new Segment.Packed(in.pack(), offset, in.index().offset(to) - offset);
            }
        }

        /// A frame of which only some objects are wanted.
        private record Partly(ServerObjects.Opened in, int frame, LiveObjects live) {}

        private final ServerObjects objects;
        /// Where the frames lie, in their order, without the entries' headers between them.
        private final List<Segment> places = new ArrayList<>();
        private final List<Whole> whole = new ArrayList<>();
        private final List<Partly> partly = new ArrayList<>();
        private @Nullable FileChannel spool;
        private long spooled;

        Run(ServerObjects objects) {
            this.objects = objects;
            objects.packs().forEach(this::find);
            whole.forEach(run -> places.add(run.place()));
        }

        boolean isWhole() {
            return partly.isEmpty();
        }

        /// Names exactly these frames in this order.
        Sha256 name() {
            var digest = Sha256.newDigest();
            for (var place : places) {
                digest.update(place.toString().getBytes(StandardCharsets.UTF_8));
            }
            return Sha256.from(digest);
        }

        private void find(ServerObjects.Opened opened) {
            var index = opened.index();
            int from = 0;
            for (int frame = 0; frame < index.frameCount(); frame++) {
                var live = index.live(frame, opened.live());
                if (!live.isAll()) {
                    addWhole(opened, from, frame);
                    from = frame + 1;
                    if (!live.isEmpty()) {
                        partly.add(new Partly(opened, frame, live));
                    }
                }
            }
            addWhole(opened, from, index.frameCount());
        }

        private void addWhole(ServerObjects.Opened opened, int from, int to) {
            if (from < to) {
                whole.add(new Whole(opened, from, to));
            }
        }

        /// Reads and hashes all frames, and packs those anew that have to be.
        PackageFrames frames() {
            var frames = new PackageFrames();
            for (var run : whole) {
                var index = run.in().index();
                objects.frames(
                        run.in(),
                        run.from(),
                        run.to(),
                        (frame, number) -> frames.add(index.frame(number), frame.compressed()));
            }
            if (!partly.isEmpty()) {
                repack(frames);
                places.add(new Segment.Repacked(0, spooled));
            }
            return frames;
        }

        private void repack(PackageFrames frames) {
            try (var parts = new FrameParts();
                    var packer = new FramePacker(LEVEL, 1, ErrorCode.STORED_PACK_DAMAGED, opened -> {
                        var frame = opened.frame();
                        frames.add(FrameIndex.Entry.of(frame), frame.compressed());
                        spool(frame);
                    })) {
                for (var part : partly) {
                    try {
                        parts.repack(objects.frame(part.in(), part.frame()), part.live(), packer);
                    } catch (MalformedFrame wrong) {
                        throw PackIndexes.damaged(part.in().pack(), wrong.getMessage(), wrong);
                    }
                }
                packer.finish();
            }
        }

        private void spool(Frame frame) {
            try {
                var file = spool;
                if (file == null) {
                    file = FileChannel.open(
                            Files.createTempFile(scratch, "fetch-", ".frames"),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
                    spool = file;
                }
                var bytes = ByteBuffer.wrap(frame.compressed());
                while (bytes.hasRemaining()) {
                    spooled += file.write(bytes, spooled);
                }
            } catch (IOException failure) {
                throw StorageErrors.file("The server's scratch space cannot be written", failure);
            }
        }

        void close() {
            try {
                if (spool != null) {
                    spool.close();
                }
            } catch (IOException nothingToDo) {
                // It was only scratch.
            }
        }

        /// The places of `length` bytes of frames, which begin behind `from` bytes of frames.
        List<Segment> slice(long from, long length) {
            var slice = new ArrayList<Segment>();
            long at = 0;
            for (var place : places) {
                long start = Math.max(from, at);
                long end = Math.min(from + length, at + place.length());
                if (start < end) {
                    slice.add(part(place, start - at, end - start));
                }
                at += place.length();
            }
            return slice;
        }

        private static Segment part(Segment place, long skip, long length) {
            return switch (place) {
                case Segment.Packed packed -> new Segment.Packed(packed.pack(), packed.offset() + skip, length);
                case Segment.Repacked repacked -> new Segment.Repacked(repacked.offset() + skip, length);
                case Segment.Inline inline ->
                    throw new IllegalStateException("frames are not inline: " + inline.length());
            };
        }
    }
}
