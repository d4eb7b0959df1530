package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.CodeReader;
import dev.templedb.analysis.symbols.CodeReading;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Parses contents on as many threads as there are processors, and gives what came of them back in the order in which
/// they
/// came, on the thread that brings them. Holds at most [#MOST_BYTES] of contents, and one more.
final class ParallelParsing implements AutoCloseable {
    private static final long MOST_BYTES = 8 << 20;
    private static final int MOST_WAITING = 256;

    private record Waiting(SourceFile file, int bytes, Future<CodeReading> reading) {}

    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    /// A reader for each thread that is at work.
    private final Queue<CodeReader> readers = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final BiConsumer<SourceFile, CodeReading> sink;
    private long waitingBytes;

    ParallelParsing(BiConsumer<SourceFile, CodeReading> sink) {
        this.sink = sink;
    }

    void add(SourceFile file, byte[] content) {
        waiting.add(new Waiting(file, content.length, threads.submit(() -> read(file, content))));
        waitingBytes += content.length;
        while (waitingBytes > MOST_BYTES || waiting.size() > MOST_WAITING) {
            giveFirst();
        }
    }

    /// Gives all that is still under way.
    void finish() {
        while (!waiting.isEmpty()) {
            giveFirst();
        }
    }

    private CodeReading read(SourceFile file, byte[] content) {
        var kept = readers.poll();
        var reader = kept == null ? new CodeReader() : kept;
        try {
            return reader.read(file.language(), content);
        } finally {
            readers.add(reader);
        }
    }

    private void giveFirst() {
        var first = waiting.remove();
        waitingBytes -= first.bytes();
        try {
            sink.accept(first.file(), first.reading().get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the parsing of files was interrupted", stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(
                    "%s could not be parsed".formatted(first.file().path()), failed.getCause());
        }
    }

    /// Waits for what is under way; a file takes three seconds at most.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                readers.forEach(CodeReader::close);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
