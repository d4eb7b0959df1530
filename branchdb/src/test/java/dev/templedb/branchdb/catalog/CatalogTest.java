package dev.templedb.branchdb.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.sqlite.Migrations;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    /// Whoever adds a migration finds the new hash in the failure.
    @Test
    void the_schema_of_a_new_catalogue_has_the_hash_that_is_asked_for_on_opening(@TempDir Path directory) {
        var options =
                SqliteOptions.forApplication(1).withMigrations(Catalog.SCHEMA).creating();

        try (var catalog = SqliteFile.open(directory.resolve(Catalog.NAME), options)) {
            assertThat(catalog.read(Catalog::schemaOf)).isEqualTo(Catalog.SCHEMA_HASH);
        }
    }

    @Test
    void models_of_older_catalogues_are_kept_in_parts_and_come_back_to_the_letter(@TempDir Path directory) {
        var models = List.of(
                "{\"tables\":[],\"triggers\":[],\"views\":[]}",
                "{\"tables\":[{\"name\":\"a\",\"size\":1234567890123456,\"text\":\"\\\"\\\\\\n\\u0001é𝄞\"}],"
                        + "\"triggers\":[{\"name\":\"t\"}],\"views\":[]}",
                "{\"tables\":[{\"name\":\"b\"},{\"name\":\"a\",\"size\":1234567890123456,"
                        + "\"text\":\"\\\"\\\\\\n\\u0001é𝄞\"}],\"triggers\":[],\"views\":[{\"name\":\"v\"},{\"name\":\"w\"}]}");
        var path = directory.resolve(Catalog.NAME);
        var options = SqliteOptions.forApplication(1).creating();
        var older = Migrations.of(Catalog.class, "V001__catalog.sql", "V002__row_bases.sql", "V003__deleted.sql");
        try (var catalog = SqliteFile.open(path, options.withMigrations(older))) {
            catalog.write(tx -> {
                tx.script("INSERT INTO databases VALUES (1, 'app', '', NULL, ''), (2, 'other', '', NULL, '')");
                for (var model : models) {
                    add(tx, 1, model);
                    add(tx, 2, model);
                }
                return true;
            });
        }

        try (var catalog = SqliteFile.open(path, options.withMigrations(Catalog.SCHEMA))) {
            assertThat(models(catalog, "schema_models")).containsExactlyElementsOf(twice(models));
            assertThat(number(catalog, "SELECT count(*) FROM schema_parts"))
                    .as("each once in a database")
                    .isEqualTo(2 * 5);
            catalog.write(tx -> {
                var parts = new SqliteSchemaParts(tx);
                assertThat(parts.add(1, 5L, models.get(2)))
                        .as("nothing new after a version that has all of it")
                        .isEqualTo(tx.query("SELECT model FROM schema_versions WHERE id = 5")
                                .first(row -> row.text(1))
                                .orElseThrow());
                return true;
            });
            assertThat(number(catalog, "SELECT count(*) FROM schema_parts")).isEqualTo(2 * 5);
            catalog.write(tx -> tx.update("DELETE FROM databases WHERE id = 2").execute());
            assertThat(number(catalog, "SELECT count(*) FROM schema_parts")).isEqualTo(5);
            catalog.migrateDown(3);
            assertThat(models(catalog, "schema_versions")).containsExactlyElementsOf(models);
        }
    }

    private static void add(Transaction tx, long database, String model) {
        tx.update("""
                INSERT INTO schema_versions (database, hash, model, steps, inverse, made_at)
                VALUES (:database, '', :model, '', '', '')
                """).bind("database", database).bind("model", model).execute();
    }

    private static List<String> models(SqliteFile catalog, String table) {
        return catalog.read(
                tx -> tx.query("SELECT model FROM " + table + " ORDER BY id").list(row -> row.text(1)));
    }

    private static List<String> twice(List<String> models) {
        return models.stream().flatMap(model -> Stream.of(model, model)).toList();
    }

    private static long number(SqliteFile catalog, String sql) {
        return catalog.read(tx -> tx.query(sql).longValue());
    }
}
