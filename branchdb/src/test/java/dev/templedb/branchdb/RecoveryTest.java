package dev.templedb.branchdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.sqlite.Transaction;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a process that was killed leaves, and what is made of it.
class RecoveryTest {
    private static final int EPOCH = 0;
    private static final int UNTIDY = 16;

    @TempDir
    Path directory;

    @BeforeEach
    void fill() {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.createTenants(List.of("t1", "t2"), true);
            Notes.add(main.tenant("t1"), "a");
        }
    }

    @Test
    void half_made_copies_and_files_that_nobody_names_are_removed_by_the_next_who_is_alone() throws Exception {
        var names = FilesOf.all(directory);
        leave(".new-1234", "x");
        leave("0/77.db", "x");
        leave("0/77.db-wal", "x");

        Databases.open(directory).close();
        assertThat(FilesOf.all(directory)).hasSize(names.size() + 3);

        mark(UNTIDY, 1);
        try (var databases = Databases.open(directory)) {
            assertThat(FilesOf.all(directory)).isEqualTo(names);
            assertThat(Notes.ids(databases.database("app").main().tenant("t1"))).containsExactly("a");
        }
    }

    @Test
    void a_file_that_lost_its_last_transactions_is_brought_forward_again() throws Exception {
        var file = FilesOf.file(directory, 2);
        var before = Files.readAllBytes(file);
        try (var databases = Databases.open(directory)) {
            databases.database("app").main().change(Edits.addColumn("more"));
        }
        Files.write(file, before);

        try (var databases = Databases.open(directory)) {
            var tenant = databases.database("app").main().tenant("t1");
            assertThat(Notes.columns(tenant)).contains("more");
            assertThat(Notes.ids(tenant)).containsExactly("a");
            assertThat(databases.database("app").main().drift()).isEmpty();
        }
    }

    @Test
    void what_a_change_had_not_got_to_is_brought_forward_by_the_next_who_is_alone() throws Exception {
        var file = FilesOf.file(directory, 2);
        var before = Files.readAllBytes(file);
        try (var databases = Databases.open(directory)) {
            databases.database("app").main().change(Edits.addColumn("more"));
        }
        Files.write(file, before);
        try (var catalog =
                SqliteFile.open(directory.resolve(".branchdb/catalog.db"), SqliteOptions.forApplication(0))) {
            catalog.write(tx -> tx.update("UPDATE branches SET behind = 1").execute());
        }
        mark(UNTIDY, 1);

        Databases.open(directory).close();

        try (var opened = SqliteFile.open(file, SqliteOptions.forApplication(0))) {
            long version = opened.read(Transaction::userVersion);
            assertThat(version).isEqualTo(3);
        }
    }

    @Test
    void one_who_died_while_committing_to_the_catalogue_stops_nobody() throws Exception {
        mark(EPOCH, 41);

        try (var databases = Databases.open(directory)) {
            var main = databases.database("app").main();
            assertThat(Notes.ids(main.tenant("t1"))).containsExactly("a");
            mark(EPOCH, 1_000_001);
            Notes.add(main.tenant("t1"), "b");
            mark(EPOCH, 2_000_001);
            main.change(Edits.addColumn("more"));
            assertThat(Notes.ids(main.tenant("t1"))).containsExactly("a", "b");
        }
    }

    private void leave(String name, String content) throws Exception {
        Files.writeString(directory.resolve(".branchdb/files").resolve(name), content);
    }

    /// Puts a number where all processes see it.
    private void mark(int position, long value) throws Exception {
        try (var page =
                new RandomAccessFile(directory.resolve(".branchdb/epoch").toFile(), "rw")) {
            page.seek(position);
            page.writeLong(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value));
        }
    }
}
