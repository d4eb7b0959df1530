package dev.templedb.cli.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAccessTest {
    @TempDir
    Path directory;

    @Test
    void databases_are_found_from_a_directory_below() throws IOException {
        var shop = Files.createDirectory(directory.resolve("shop"));
        Databases.init(shop).close();
        var below = Files.createDirectories(shop.resolve("src/main"));

        assertThat(DatabaseAccess.nearest(below)).isEqualTo(shop);
        assertThat(DatabaseAccess.nearest(shop)).isEqualTo(shop);
        assertThat(DatabaseAccess.nearest(directory)).isEqualTo(directory);
    }
}
