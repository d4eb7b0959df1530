package dev.templedb.branchdb.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.nio.file.Path;
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
}
