package dev.templedb.cathedral.http;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what bodies of requests hold of the memory, so that all of them together have a bound. Thread-safe.
public final class HeldBytes {
    private final long most;
    private long held;

    /// @param most how many bytes may be held at once
    public HeldBytes(long most) {
        this.most = most;
    }

    /// Room that somebody has. Closing it gives it back, closing it again does nothing. Thread-safe.
    public static final class Room implements AutoCloseable {
        private final HeldBytes of;
        private final AtomicLong bytes;

        private Room(HeldBytes of, long bytes) {
            this.of = of;
            this.bytes = new AtomicLong(bytes);
        }

        @Override
        public void close() {
            of.giveBack(bytes.getAndSet(0));
        }
    }

    /// How many bytes may be held at once.
    public long most() {
        return most;
    }

    /// Takes room; empty when there is too little.
    public synchronized Optional<Room> take(long bytes) {
        if (bytes > most - held) {
            return Optional.empty();
        }
        held += bytes;
        return Optional.of(new Room(this, bytes));
    }

    private synchronized void giveBack(long bytes) {
        held -= bytes;
    }
}
