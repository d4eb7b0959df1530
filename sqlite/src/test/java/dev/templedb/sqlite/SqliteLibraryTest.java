package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
    @TempDir
    Path directory;

    @Test
    void unpacks_the_library_once_and_loads_it_from_there() throws Exception {
        var cache = directory.resolve("cache");
        for (int i = 0; i < 2; i++) {
            var child = Children.start(
                    StartupProbe.class, directory.resolve("t.sqlite").toString(), cache.toString());
            assertThat(new String(child.getInputStream().readAllBytes())).contains("open ", "(0 rows)");
            assertThat(child.waitFor()).isZero();
        }
        try (var files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .asString()
                    .contains("sqlite-3.", "sqlitejdbc");
        }
    }

    @Test
    void does_without_a_cache_that_cannot_be_written() throws Exception {
        var notADirectory = Files.createFile(directory.resolve("file"));
        var child =
                Children.start(StartupProbe.class, directory.resolve("t.sqlite").toString(), notADirectory.toString());
        assertThat(child.waitFor()).isZero();
    }

    @Test
    void warms_up_while_a_file_is_opened() {
        SqliteLibrary.warmUp();
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            assertThat(TestSchema.count(file)).isZero();
        }
    }
}
