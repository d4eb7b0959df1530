package dev.templedb.api.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A stream that is closed when nothing has come for a while, so that reading from it fails and does not wait for ever.
final class PatientStream extends FilterInputStream {
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());

    PatientStream(InputStream in, Duration patience) {
        super(in);
        var _ = watch.scheduleWithFixedDelay(
                () -> {
                    if (System.nanoTime() - lastNanos.get() > patience.toNanos()) {
                        giveUp();
                    }
                },
                1,
                1,
                TimeUnit.SECONDS);
    }

    private void giveUp() {
        try {
            this.in.close();
        } catch (IOException closedAlready) {
            // Whoever reads finds out.
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        lastNanos.set(System.nanoTime());
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        lastNanos.set(System.nanoTime());
        return read;
    }

    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        super.close();
    }
}
