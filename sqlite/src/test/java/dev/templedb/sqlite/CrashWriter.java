package dev.templedb.sqlite;

import java.nio.file.Path;

/// A child process that writes transactions of two rows without end and prints the number of each one that is
/// committed.
final class CrashWriter {
    private CrashWriter() {}

    public static void main(String[] args) {
        String name = args[1];
        long count = Long.parseLong(args[2]);
        SqliteLibrary.keepIn(Path.of(args[0]).resolveSibling("library"));
        try (var file = TestSchema.open(Path.of(args[0]))) {
            for (long i = 0; i < count; i++) {
                String slug = name + "-" + i;
                file.write(tx -> {
                    tx.update("INSERT INTO project (slug, content) VALUES (:slug, zeroblob(20000))")
                            .bind("slug", slug)
                            .execute();
                    return tx.update(
                                    "INSERT INTO file (project, path) SELECT id, 'readme' FROM project WHERE slug = :slug")
                            .bind("slug", slug)
                            .execute();
                });
                System.out.println(slug);
                System.out.flush();
                if (i % 25 == 24) {
                    file.checkpoint();
                }
            }
        }
    }
}
