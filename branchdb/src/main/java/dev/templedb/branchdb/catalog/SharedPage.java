package dev.templedb.branchdb.catalog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A page of numbers that all processes see, as a file that each of them maps. Thread-safe; a look costs nanoseconds.
///
/// What is in it may be lost when the machine fails, so nothing may follow from it that the catalogue does not say,
/// too.
final class SharedPage implements AutoCloseable {
    private static final int BYTES = 4096;
    private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment page;

    SharedPage(Path file) throws IOException {
        OwnFiles.requireFile(file);
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            // Written and not just made longer: touching a page for which the disk has no room would end the process.
            int present = (int) Math.min(channel.size(), BYTES);
            channel.write(ByteBuffer.allocate(BYTES - present), present);
            page = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, arena);
        }
    }

    long get(int index) {
        return (long) NUMBER.getVolatile(page, 8L * index);
    }

    void set(int index, long value) {
        NUMBER.setVolatile(page, 8L * index, value);
    }

    boolean replace(int index, long expected, long value) {
        return NUMBER.compareAndSet(page, 8L * index, expected, value);
    }

    void add(int index, long delta) {
        NUMBER.getAndAdd(page, 8L * index, delta);
    }

    @Override
    public void close() {
        arena.close();
    }
}
