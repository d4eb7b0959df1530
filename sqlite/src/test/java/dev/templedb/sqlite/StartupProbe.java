package dev.templedb.sqlite;

import java.nio.file.Path;

/// Opens an existing database, with the library kept in the directory of the second argument if there is one, runs one
/// query, and prints
/// how long each took; run by hand in a fresh JVM.
final class StartupProbe {
    private StartupProbe() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        if (args.length > 1) {
            SqliteLibrary.keepIn(Path.of(args[1]));
        }
        try (var file = TestSchema.open(Path.of(args[0]))) {
            long opened = System.nanoTime();
            long count = TestSchema.count(file);
            long read = System.nanoTime();
            file.close();
            System.out.printf(
                    "open %.1f ms, query %.1f ms, close %.1f ms (%d rows)%n",
                    (opened - start) / 1e6, (read - opened) / 1e6, (System.nanoTime() - read) / 1e6, count);
        }
    }
}
