package dev.templedb.packages.directory;

import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Frames that are made of a package's files while it is read. Where large files are among them, the frames are kept in
/// the scratch
/// directory until the package is closed, because whoever proves those files asks for single frames. Thread-safe.
final class PackedFrames implements AutoCloseable {
    private record Kept(long offset, int bytes, FrameLayout layout) {}

    private final Path scratch;
    private final boolean keeps;
    private final Consumer<Consumer<Frame>> packing;
    private final List<Kept> kept = new ArrayList<>();
    private int count = -1;
    private @Nullable AtomicDirectory directory;
    private @Nullable FileChannel file;

    /// @param scratch where frames may be kept
    /// @param keeps   whether single frames will be asked for
    /// @param packing hands the frames to the consumer it is given; the same ones every time
    PackedFrames(Path scratch, boolean keeps, Consumer<Consumer<Frame>> packing) {
        this.scratch = scratch;
        this.keeps = keeps;
        this.packing = packing;
    }

    /// Hands out every frame, in order.
    synchronized void forEach(Consumer<Frame> sink) {
        if (keeps && count >= 0) {
            for (int number = 0; number < count; number++) {
                sink.accept(frame(number));
            }
            return;
        }
        int[] given = {0};
        kept.clear();
        packing.accept(frame -> {
            given[0]++;
            if (keeps) {
                keep(frame);
            }
            sink.accept(frame);
        });
        count = given[0];
    }

    synchronized int count() {
        if (count < 0) {
            forEach(frame -> {});
        }
        return count;
    }

    /// One frame. Packs everything again when frames are not kept.
    synchronized Frame frame(int number) {
        if (number < 0 || number >= count()) {
            throw new IndexOutOfBoundsException(number);
        }
        if (keeps) {
            return read(kept.get(number));
        }
        int[] at = {0};
        var found = new ArrayList<Frame>(1);
        packing.accept(frame -> {
            if (at[0]++ == number) {
                found.add(frame);
            }
        });
        return found.getFirst();
    }

    private void keep(Frame frame) {
        try {
            long offset = kept.isEmpty()
                    ? 0
                    : kept.getLast().offset() + kept.getLast().bytes();
            var bytes = ByteBuffer.wrap(frame.compressed());
            while (bytes.hasRemaining()) {
                file().write(bytes, offset + bytes.position());
            }
            kept.add(new Kept(offset, frame.compressed().length, frame.layout()));
        } catch (IOException failure) {
            throw DiskErrors.writing(scratch, failure);
        }
    }

    private FileChannel file() throws IOException {
        var open = file;
        if (open == null) {
            Files.createDirectories(scratch);
            // Nothing is ever committed there: this is for the lock and the sweeping.
            directory = AtomicDirectory.begin(scratch.resolve("packed.cathedral"), Existing.REPLACE);
            open = FileChannel.open(
                    directory.path().resolve("frames"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            file = open;
        }
        return open;
    }

    private Frame read(Kept frame) {
        try {
            var bytes = ByteBuffer.allocate(frame.bytes());
            while (bytes.hasRemaining()) {
                if (file().read(bytes, frame.offset() + bytes.position()) < 0) {
                    throw new IOException("the scratch file was cut off");
                }
            }
            return new Frame(frame.layout(), bytes.array());
        } catch (IOException failure) {
            throw Refusal.unreadable("A frame in the scratch directory", failure);
        }
    }

    @Override
    public synchronized void close() {
        try (var open = file;
                var lock = directory) {
            file = null;
            directory = null;
            count = -1;
        } catch (IOException failure) {
            // The next run sweeps it.
        }
    }
}
