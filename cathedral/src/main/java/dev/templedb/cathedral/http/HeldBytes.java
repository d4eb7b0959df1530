package dev.templedb.cathedral.http;

/// Counts what bodies of requests hold of the memory, so that all of them together have a bound. Thread-safe.
public final class HeldBytes {
    private final long most;
    private long held;

    /// @param most how many bytes may be held at once
    public HeldBytes(long most) {
        this.most = most;
    }

    /// Takes room, unless there is too little; whoever gets it gives it back.
    public synchronized boolean take(long bytes) {
        if (bytes > most - held) {
            return false;
        }
        held += bytes;
        return true;
    }

    /// Gives room back.
    public synchronized void giveBack(long bytes) {
        held -= bytes;
    }
}
