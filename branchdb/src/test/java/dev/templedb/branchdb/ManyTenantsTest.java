package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More tenants than files that are kept open.
class ManyTenantsTest {
    private static final int OPEN_FILES = 16;
    /// Each open file has up to four idle connections of three descriptors, here one; what is in use at once comes
    /// to it, and the JVM opens files of its own.
    private static final int MOST_DESCRIPTORS = 3 * OPEN_FILES + 80;

    @TempDir
    Path directory;

    private static Change column(String name) {
        return Change.AddColumn.of("notes", Column.of(name, "TEXT"));
    }

    private static Database make(Databases databases) {
        var app = databases.create("app");
        app.main().change(List.of(new Change.CreateTable(Table.define("notes").withColumn(Column.of("text", "TEXT")))));
        return app;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void hundreds_of_tenants_are_read_changed_branched_and_merged_with_few_open_files() {
        workWith(200);
    }

    @Test
    @Tag("thorough")
    void ten_thousand_tenants_are_read_changed_branched_and_merged_with_few_open_files() {
        workWith(10_000);
    }

    private void workWith(int count) {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        Databases.init(directory).close();
        long before = descriptors();
        try (var databases = Databases.open(directory, new DatabasesOptions(OPEN_FILES))) {
            var app = make(databases);
            var main = app.main();
            var lazy = names("lazy", count);
            main.createTenants(lazy, false);
            main.createTenants(names("t", count), true);
            for (int i = 0; i < count; i += 100) {
                main.tenant("lazy" + i).table("notes").insert(Map.of("id", "a", "text", "lazy" + i));
            }
            readAll(main, lazy, before);
            readAll(main, names("t", count), before);

            main.change(List.of(column("one")));
            requireFew(before);
            var feature = app.createBranch("feature", "main");
            feature.change(List.of(column("two")));
            feature.mergeInto("main");
            requireFew(before);

            for (var name : List.of("lazy0", "lazy1", "t0", "t" + (count - 1))) {
                assertThat(Notes.columns(main.tenant(name))).endsWith("text", "one", "two");
                assertThat(Notes.columns(feature.tenant(name))).endsWith("text", "one", "two");
            }
            assertThat(Notes.ids(main.tenant("lazy" + (count - 100)))).containsExactly("a");
            assertThat(main.drift()).isEmpty();
            assertThat(main.damage()).isEmpty();
            requireFew(before);
            assertThat(main.tenants()).hasSize(2 * count + 1);
        }
    }

    private static void readAll(DatabaseBranch branch, List<String> tenants, long before) {
        long most = 0;
        for (var tenant : tenants) {
            branch.tenant(tenant).table("notes").count();
            most = Math.max(most, descriptors());
        }
        assertThat(most - before).isLessThan(MOST_DESCRIPTORS);
    }

    private static void requireFew(long before) {
        assertThat(descriptors() - before).isLessThan(MOST_DESCRIPTORS);
    }

    @Test
    void a_change_that_reads_no_rows_is_refused_when_one_file_has_another_schema_or_none() throws Exception {
        Databases.init(directory).close();
        try (var databases = Databases.open(directory, new DatabasesOptions(2))) {
            make(databases).main().createTenants(names("t", 20), true);
        }
        var odd = FilesOf.tenants(directory).stream()
                .map(name -> FilesOf.file(directory, Long.parseLong(name.replace(".db", ""))))
                .sorted()
                .toList()
                .get(10);
        var whole = Files.readAllBytes(odd);
        try (var file = SqliteFile.open(odd, SqliteOptions.forApplication(0))) {
            file.write(tx -> {
                tx.script("ALTER TABLE notes ADD COLUMN one");
                return true;
            });
        }

        requireRefused(ErrorCode.DATA_IN_THE_WAY, "duplicate column");
        Files.write(odd, new byte[8192]);
        requireRefused(ErrorCode.TENANT_DAMAGED, "");
        Files.write(odd, whole);

        try (var databases = Databases.open(directory)) {
            var main = databases.database("app").main();
            main.change(List.of(column("one")));
            assertThat(main.drift()).isEmpty();
        }
    }

    private void requireRefused(ErrorCode code, String words) {
        try (var databases = Databases.open(directory, new DatabasesOptions(2))) {
            var main = databases.database("app").main();
            assertFails(() -> main.change(List.of(column("one"))), code, words);
            assertThat(main.schema().table("notes").orElseThrow().column("one")).isEmpty();
        }
    }
}
