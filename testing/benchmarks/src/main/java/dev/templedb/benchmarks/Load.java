package dev.templedb.benchmarks;

import dev.templedb.benchmarks.HttpConnection.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Sends requests to a server, and measures how long their answers take.
final class Load {
    private final URI server;
    private final Supplier<Named> requests;
    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
    private final Map<String, Latencies> byName = new LinkedHashMap<>();

    /// A request of a kind that the report names.
    record Named(String name, Request request) {}

    /// @param requests gives the next request; asked by one thread at a time
    Load(URI server, Supplier<Named> requests) {
        this.server = server;
        this.requests = requests;
    }

    /// Sends so many requests a second, each at its time, whether those before it have been answered or not; an
    /// answer's
    /// time runs from when its request was due. So a server that pauses is charged for all who would have waited.
    Map<String, Latencies> atRate(int perSecond, Duration duration) throws IOException {
        byName.clear();
        long gap = 1_000_000_000L / perSecond;
        long begin = System.nanoTime() + gap;
        long count = duration.toNanos() / gap;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < count; i++) {
                long due = begin + i * gap;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                var next = requests.get();
                var latencies = latencies(next.name());
                threads.execute(() -> send(next.request(), due, latencies));
            }
        } finally {
            closeAll();
        }
        return byName;
    }

    /// Lets so many clients send one request after the other, as fast as they are answered.
    Map<String, Latencies> asFastAsPossible(int clients, Duration duration) throws IOException {
        byName.clear();
        long end = System.nanoTime() + duration.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        Named next;
                        Latencies latencies;
                        synchronized (this) {
                            next = requests.get();
                            latencies = latencies(next.name());
                        }
                        send(next.request(), System.nanoTime(), latencies);
                    }
                });
            }
        } finally {
            closeAll();
        }
        return byName;
    }

    private synchronized Latencies latencies(String name) {
        return byName.computeIfAbsent(name, _ -> new Latencies());
    }

    private void send(Request request, long due, Latencies latencies) {
        boolean isGood = false;
        try {
            var connection = idle.poll();
            if (connection == null) {
                connection = new HttpConnection(server);
            }
            isGood = connection.send(request).status() < 400;
            idle.push(connection);
        } catch (IOException failed) {
            // Counted as one that failed.
        }
        latencies.add(System.nanoTime() - due, isGood);
    }

    private void closeAll() throws IOException {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }
}
