package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.tenants.Vacuumed;
import dev.templedb.core.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsTest {
    @TempDir
    Path directory;

    private Databases databases;
    private DatabaseBranch main;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        main = databases.create("app").main();
        main.change(Edits.notes());
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /// case 59
    @Test
    void case_59_the_tenant_main_is_there_and_the_one_others_are_made_from_is_not_seen() {
        main.createTenant("t1");

        assertThat(main.tenants()).extracting(TenantRow::name).containsExactly("main", "t1");
    }

    /// case 60
    @Test
    void case_60_what_cannot_be_done_with_tenants_is_said() {
        main.createTenant("t1");

        assertFails(() -> main.createTenant("t1"), ErrorCode.TENANT_EXISTS, "'t1' exists already");
        assertFails(() -> main.deleteTenant("main"), ErrorCode.MAIN_TENANT_FIXED, "cannot be deleted");
        assertFails(() -> main.deleteTenant("none"), ErrorCode.TENANT_NOT_FOUND, "'none' does not exist");
        assertFails(() -> main.createTenant("__empty__"), ErrorCode.TENANT_RESERVED, "__empty__ is reserved");
        assertFails(() -> main.deleteTenant("__empty__"), ErrorCode.TENANT_RESERVED, "__empty__ is reserved");
        assertFails(() -> main.renameTenant("main", "x"), ErrorCode.MAIN_TENANT_FIXED, "cannot be renamed");
        assertFails(() -> main.renameTenant("t1", "main"), ErrorCode.TENANT_EXISTS, "'main' exists already");
        assertFails(() -> main.copyTenant("none", "t2"), ErrorCode.TENANT_NOT_FOUND, "'none' does not exist");
        assertFails(() -> main.copyTenant("t1", "main"), ErrorCode.TENANT_EXISTS, "'main' exists already");
        assertFails(() -> main.createTenant("T2"), ErrorCode.DATABASE_NAME_INVALID, "t2");
        assertFails(() -> main.createTenants(List.of("t3", "t1"), true), ErrorCode.TENANT_EXISTS, "'t1'");
        assertThat(main.tenants()).extracting(TenantRow::name).containsExactly("main", "t1");
        assertThat(FilesOf.all(directory)).noneMatch(name -> name.startsWith(".new"));
    }

    /// case 61
    @Test
    void case_61_a_tenant_has_a_file_from_its_first_write_on() {
        main.change(Edits.sql("CREATE VIEW texts AS SELECT text FROM notes"));
        var tenant = main.createTenant("t1");
        main.createTenant("t2");
        var before = FilesOf.tenants(directory);

        assertThat(Notes.ids(tenant)).isEmpty();
        assertThat(Notes.number(tenant, "SELECT count(*) FROM texts")).isZero();
        assertThat(FilesOf.tenants(directory)).isEqualTo(before).hasSize(1);

        Notes.add(tenant, "a");
        assertThat(Notes.ids(tenant)).containsExactly("a");
        assertThat(main.tenants()).extracting(TenantRow::isLazy).containsExactly(true, false, true);
        assertThat(FilesOf.tenants(directory)).hasSize(2);
    }

    /// case 62
    @Test
    void case_62_a_change_is_there_when_a_tenant_is_first_written_to() {
        var tenant = main.createTenant("t1");
        main.change(Edits.addColumn("more"));

        tenant.write(tx ->
                tx.update("INSERT INTO notes (id, more) VALUES ('a', 'x')").execute());

        assertThat(Notes.columns(tenant)).contains("more");
    }

    /// case 63
    @Test
    void case_63_the_copy_of_a_tenant_without_a_file_has_none() {
        main.createTenant("t1");

        var copy = main.copyTenant("t1", "t2");

        assertThat(Notes.ids(copy)).isEmpty();
        assertThat(main.tenants()).allMatch(TenantRow::isLazy);
        Notes.add(copy, "a");
        assertThat(Notes.ids(main.tenant("t1"))).isEmpty();
    }

    /// case 64
    @Test
    void case_64_a_copy_has_all_that_was_committed_before_it() throws Exception {
        var source = main.createTenant("source");
        Notes.add(source, "first");
        var begun = new CountDownLatch(1);
        var acknowledged = new ArrayList<String>();
        var writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 200; i++) {
                Notes.add(source, "n" + i);
                synchronized (acknowledged) {
                    acknowledged.add("n" + i);
                }
                begun.countDown();
            }
        });
        begun.await();
        for (int i = 0; i < 5; i++) {
            List<String> before;
            synchronized (acknowledged) {
                before = List.copyOf(acknowledged);
            }
            var copy = main.copyTenant("source", "copy" + i);
            assertThat(Notes.ids(copy)).contains("first").containsAll(before);
        }
        writer.join();

        assertThat(Notes.count(source)).isEqualTo(201);
        Notes.add(main.tenant("copy0"), "mine");
        assertThat(Notes.ids(source)).doesNotContain("mine");
        assertThat(Notes.ids(main.tenant("copy1"))).doesNotContain("mine");
    }

    /// case 65
    @Test
    void case_65_a_tenant_that_is_not_there_is_not_made_by_using_it() {
        var before = FilesOf.all(directory);

        assertFails(() -> Notes.count(main.tenant("none")), ErrorCode.TENANT_NOT_FOUND, "'none' does not exist");
        assertFails(() -> Notes.add(main.tenant("none"), "a"), ErrorCode.TENANT_NOT_FOUND, "'none' does not exist");

        assertThat(FilesOf.all(directory)).isEqualTo(before);
    }

    /// case 66
    @Test
    void case_66_a_tenant_that_cannot_be_encrypted_is_not_made() {
        assertFails(() -> main.createEncryptedTenant("t1"), ErrorCode.ENCRYPTION_UNAVAILABLE, "cannot encrypt");

        assertThat(main.tenants()).extracting(TenantRow::name).containsExactly("main");
    }

    /// case 67
    @Test
    void case_67_a_vacuum_says_what_it_came_to() {
        var lazy = main.createTenant("t1");
        var real = main.createTenant("t2");
        real.write(tx -> tx.update("INSERT INTO notes (id, text) VALUES ('a', hex(zeroblob(200000)))")
                .execute());
        real.write(tx -> tx.update("DELETE FROM notes").execute());

        assertThat(lazy.vacuum()).isEqualTo(new Vacuumed(0, 0));
        var vacuumed = real.vacuum();

        assertThat(vacuumed.bytesBefore()).isGreaterThan(400_000);
        assertThat(vacuumed.bytesAfter()).isBetween(1L, 40_000L);
        assertThat(Notes.count(real)).isZero();
    }

    @Test
    void a_tenant_that_is_renamed_keeps_its_data_and_one_that_is_forgotten_leaves_nothing() {
        Notes.add(main.createTenant("t1"), "a");

        var renamed = main.renameTenant("t1", "t2");

        assertThat(Notes.ids(renamed)).containsExactly("a");
        assertFails(() -> Notes.count(main.tenant("t1")), ErrorCode.TENANT_NOT_FOUND, "'t1'");
        main.deleteTenant("t2");
        assertFails(() -> Notes.count(renamed), ErrorCode.TENANT_NOT_FOUND, "'t2'");
        databases.forgetDeleted(Instant.MAX);
        assertThat(FilesOf.tenants(directory)).hasSize(1);
    }

    @Test
    void a_file_that_two_tenants_have_stays_until_the_last_is_gone() {
        Notes.add(main.createTenant("t1"), "a");
        main.copyTenant("t1", "t2");
        main.deleteTenant("t1");
        databases.forgetDeleted(Instant.MAX);

        assertThat(Notes.ids(main.tenant("t2"))).containsExactly("a");
        main.deleteTenant("t2");
        databases.forgetDeleted(Instant.MAX);
        assertThat(FilesOf.tenants(directory)).hasSize(1);
    }

    @Test
    void a_write_that_fails_leaves_nothing() {
        var tenant = main.createTenant("t1");
        Notes.add(tenant, "a");

        assertFails(
                () -> tenant.write(tx -> {
                    tx.update("DELETE FROM notes").execute();
                    return tx.update("INSERT INTO notes (id) VALUES (NULL)").execute();
                }),
                ErrorCode.INTERNAL,
                "NOT NULL");

        assertThat(Notes.ids(tenant)).containsExactly("a");
        assertFails(
                () -> tenant.read(tx -> tx.update("DELETE FROM notes").execute()),
                ErrorCode.DATABASE_UNWRITABLE,
                "cannot be opened or written");
    }

    @Test
    void only_so_many_files_are_open_however_many_tenants_are_used() throws Exception {
        databases.close();
        databases = Databases.open(directory, new DatabasesOptions(8));
        main = databases.database("app").main();
        var names = IntStream.range(0, 40).mapToObj(i -> "t" + i).toList();
        main.createTenants(names, true);
        for (var name : names) {
            Notes.add(main.tenant(name), name);
        }

        for (var name : names) {
            assertThat(Notes.ids(main.tenant(name))).containsExactly(name);
        }

        assertThat(openTenantFiles()).isBetween(1L, 8L);
    }

    private long openTenantFiles() throws Exception {
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            var open = new HashSet<String>();
            for (var descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)) {
                    var target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith(directory.toRealPath().toString()) && target.matches(".*/[0-9]+\\.db")) {
                        open.add(target);
                    }
                }
            }
            return open.size();
        }
    }

    @Test
    void a_log_does_not_grow_with_what_is_written() {
        var tenant = main.createTenant("t1");
        for (int i = 0; i < 120; i++) {
            int number = i;
            tenant.write(tx -> tx.update("INSERT INTO notes (id, text) VALUES (:id, hex(zeroblob(250000)))")
                    .bind("id", "n" + number)
                    .execute());
        }

        long log = FilesOf.file(directory, main.tenants().getLast().file().getAsLong())
                .resolveSibling(main.tenants().getLast().file().getAsLong() + ".db-wal")
                .toFile()
                .length();
        assertThat(log).isLessThan(18L << 20);
        assertThat(Notes.count(tenant)).isEqualTo(120);
    }
}
