package dev.templedb.sqlite;

import java.nio.file.Path;

/// The schema that the tests of this module use.
final class TestSchema {
    static final int APPLICATION_ID = 0x54455354;
    static final Migrations MIGRATIONS = Migrations.of(TestSchema.class, "V001__projects.sql", "V002__files.sql");

    private TestSchema() {}

    static SqliteOptions options() {
        return SqliteOptions.forApplication(APPLICATION_ID)
                .withMigrations(MIGRATIONS)
                .creating();
    }

    static SqliteFile open(Path path) {
        return SqliteFile.open(path, options());
    }

    static void add(SqliteFile file, String slug) {
        file.write(tx -> tx.update("INSERT INTO project (slug) VALUES (:slug)")
                .bind("slug", slug)
                .execute());
    }

    static long count(SqliteFile file) {
        return file.read(tx -> tx.query("SELECT count(*) FROM project").longValue());
    }
}
