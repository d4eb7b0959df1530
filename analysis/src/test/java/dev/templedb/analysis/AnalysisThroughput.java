package dev.templedb.analysis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Measures how fast contents are read; a program, not a test. Arguments: a name, which decides the language, and
/// folders or files whose contents are joined, repeated up to 64 MiB and analyzed several times.
final class AnalysisThroughput {
    private static final int BYTES = 64 << 20;
    private static final int PIECE = 64 << 10;

    private AnalysisThroughput() {}

    public static void main(String[] arguments) throws IOException {
        byte[] corpus = corpus(arguments);
        for (int round = 0; round < 6; round++) {
            double plain = megabytesPerSecond(FileAnalyzer.start(arguments[0]), corpus);
            double hashing = megabytesPerSecond(FileAnalyzer.start(arguments[0], new DuplicationCounter()), corpus);
            System.out.printf("%s: %.0f MB/s, with duplication %.0f MB/s%n", arguments[0], plain, hashing);
        }
    }

    private static double megabytesPerSecond(FileAnalyzer analyzer, byte[] corpus) {
        long start = System.nanoTime();
        for (int at = 0; at < corpus.length; at += PIECE) {
            analyzer.accept(corpus, at, Math.min(PIECE, corpus.length - at));
        }
        analyzer.finish();
        return corpus.length * 1e3 / (System.nanoTime() - start);
    }

    private static byte[] corpus(String[] arguments) throws IOException {
        var extension = arguments[0].substring(arguments[0].lastIndexOf('.'));
        var out = new ByteArrayOutputStream();
        for (int i = 1; i < arguments.length; i++) {
            try (var files = Files.walk(Path.of(arguments[i]))) {
                for (var file : files.filter(f -> f.toString().endsWith(extension))
                        .filter(Files::isRegularFile)
                        .toList()) {
                    out.writeBytes(Files.readAllBytes(file));
                }
            }
        }
        byte[] once = out.toByteArray();
        if (once.length == 0) {
            throw new IOException("there is no file ending with " + extension);
        }
        while (out.size() < BYTES) {
            out.writeBytes(once);
        }
        return out.toByteArray();
    }
}
