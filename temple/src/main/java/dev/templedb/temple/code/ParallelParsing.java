package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.CodeReader;
import dev.templedb.analysis.symbols.CodeReading;
import dev.templedb.packages.frames.OrderedWork;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/// Parses contents on as many threads as there are processors, and gives what came of them back in the order in which
/// they
/// came, on the thread that brings them. Holds at most [#MOST_BYTES] of contents, and one more.
final class ParallelParsing implements AutoCloseable {
    private static final long MOST_BYTES = 8 << 20;
    /// What a content weighs beside its bytes, so that no more than 256 small ones wait.
    private static final long EACH_BYTES = MOST_BYTES / 256;

    private record Parsed(SourceFile file, CodeReading reading) {}

    private final OrderedWork<Parsed, RuntimeException> work;
    /// A reader for each thread that is at work.
    private final Queue<CodeReader> readers = new ConcurrentLinkedQueue<>();

    ParallelParsing(BiConsumer<SourceFile, CodeReading> sink) {
        this.work = new OrderedWork<>(
                Runtime.getRuntime().availableProcessors(),
                "parser",
                MOST_BYTES,
                parsed -> sink.accept(parsed.file(), parsed.reading()));
    }

    void add(SourceFile file, byte[] content) {
        work.add(() -> parse(file, content), content.length + EACH_BYTES);
    }

    /// Gives all that is still under way.
    void finish() {
        work.finish();
    }

    private Parsed parse(SourceFile file, byte[] content) {
        var kept = readers.poll();
        var reader = kept == null ? new CodeReader() : kept;
        try {
            return new Parsed(file, reader.read(file.language(), content));
        } catch (RuntimeException failed) {
            throw new IllegalStateException("%s could not be parsed".formatted(file.path()), failed);
        } finally {
            readers.add(reader);
        }
    }

    /// Waits for what is under way; a file takes three seconds at most.
    @Override
    public void close() {
        work.close();
        readers.forEach(CodeReader::close);
    }
}
