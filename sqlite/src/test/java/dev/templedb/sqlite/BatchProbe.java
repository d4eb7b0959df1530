package dev.templedb.sqlite;

import java.nio.file.Path;

/// Inserts a million rows of four columns in one transaction and prints the rate; run by hand.
final class BatchProbe {
    private static final int ROWS = 1_000_000;

    private BatchProbe() {}

    public static void main(String[] args) {
        try (var file = SqliteFile.open(
                Path.of(args[0]), SqliteOptions.forApplication(1).creating())) {
            for (int round = 0; round < 3; round++) {
                insert(file);
                read(file);
            }
        }
    }

    private static void insert(SqliteFile file) {
        byte[] hash = new byte[20];
        long start = System.nanoTime();
        file.write(tx -> {
            tx.update("DROP TABLE IF EXISTS entry").execute();
            tx.update("CREATE TABLE entry (id INTEGER PRIMARY KEY, path TEXT, size INTEGER, hash BLOB) STRICT")
                    .execute();
            return tx.batch("INSERT INTO entry VALUES (?1, ?2, ?3, ?4)", batch -> {
                for (int i = 0; i < ROWS; i++) {
                    hash[i % 20]++;
                    batch.set(1, i)
                            .set(2, "src/main/java/File")
                            .set(3, i * 31L)
                            .set(4, hash)
                            .add();
                }
            });
        });
        print("insert", start);
    }

    private static void read(SqliteFile file) {
        long start = System.nanoTime();
        var sum = new long[1];
        file.read(tx -> {
            tx.query("SELECT id, path, size, hash FROM entry")
                    .forEach(row ->
                            sum[0] += row.longValue(1) + row.text(2).length() + row.longValue(3) + row.bytes(4).length);
            return true;
        });
        print("read", start);
    }

    private static void print(String what, long start) {
        System.out.printf("%s %,.0f rows/s%n", what, ROWS / ((System.nanoTime() - start) / 1e9));
    }
}
