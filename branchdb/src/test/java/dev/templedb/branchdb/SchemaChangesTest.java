package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.tenants.Drift;
import dev.templedb.branchdb.tenants.Edit;
import dev.templedb.core.ErrorCode;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.sqlite.Transaction;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaChangesTest {
    private static final String UNIQUE_TEXTS = "CREATE UNIQUE INDEX uniq_notes_text ON notes (text)";

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

    private void reopen() {
        databases = Databases.open(directory);
        main = databases.database("app").main();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void a_change_over_many_tenants_waits_for_a_hundred_files_and_the_others_follow_when_they_are_used() {
        var names = IntStream.range(0, 150).mapToObj(number -> "t" + number).toList();
        main.createTenants(names, true);

        var report = main.change(Edits.addColumn("more"));

        assertThat(report.left()).isZero();
        long behind = names.size() + 1 - 100;
        assertThat(filesAt(report.version())).isEqualTo(100);
        for (var name : names.subList(0, 10)) {
            assertThat(Notes.columns(main.tenant(name))).contains("more");
        }
        assertThat(filesAt(report.version())).isBetween(100L, 110L);
        databases.close();
        reopen();
        assertThat(main.bringForward()).isZero();
        assertThat(filesAt(report.version())).isEqualTo(100 + behind);
        assertThat(main.drift()).isEmpty();
    }

    private long filesAt(long version) {
        return FilesOf.tenants(directory).stream()
                .filter(name -> {
                    var number = Long.parseLong(name.substring(0, name.indexOf('.')));
                    try (var file = SqliteFile.open(
                            FilesOf.file(directory, number),
                            SqliteOptions.forApplication(0).readOnly())) {
                        return file.<Long>read(tx -> tx.userVersion()) == version;
                    }
                })
                .count();
    }

    /// case 28
    @Test
    void case_28_a_table_is_there_in_every_tenant_that_has_a_file_and_in_every_one_that_gets_it_later() {
        main.createTenants(List.of("t1", "t2"), true);
        main.createTenant("lazy");

        main.change(Edits.sql("CREATE TABLE tags (id TEXT PRIMARY KEY NOT NULL)"));

        main.createTenant("later");
        for (var tenant : List.of("main", "t1", "t2", "lazy", "later")) {
            assertThat(Notes.number(main.tenant(tenant), "SELECT count(*) FROM tags"))
                    .isZero();
        }
        main.tenant("later")
                .write(tx -> tx.update("INSERT INTO tags VALUES ('a')").execute());
        assertThat(Notes.number(main.tenant("later"), "SELECT count(*) FROM tags"))
                .isEqualTo(1);
        assertThat(main.drift()).isEmpty();
    }

    /// case 56
    @Test
    void case_56_what_fails_in_one_tenant_changes_none_and_fails_again() {
        main.createTenants(List.of("t1", "t2", "t3"), true);
        Notes.add(main.tenant("t2"), "a");
        Notes.add(main.tenant("t2"), "b");
        var branch = databases.database("app").createBranch("feature", "main");
        var steps = List.of("ALTER TABLE notes ADD COLUMN more TEXT", UNIQUE_TEXTS);
        branch.tenant("t2").write(tx -> tx.update("DELETE FROM notes").execute());
        branch.change(Edits.sql(steps, List.of()));
        var before = main.info();

        for (int i = 0; i < 2; i++) {
            assertFails(() -> branch.mergeInto("main"), ErrorCode.DATA_IN_THE_WAY, "tenant t2");
            assertThat(main.info()).isEqualTo(before);
            assertThat(main.changes()).hasSize(1);
            for (var tenant : List.of("main", "t1", "t2", "t3")) {
                assertThat(Notes.columns(main.tenant(tenant))).doesNotContain("more");
            }
        }
        assertThat(branch.rehearseMerge("main", Map.of()).offences()).containsOnlyKeys("t2");
        main.tenant("t2").write(tx -> tx.update("UPDATE notes SET text = id").execute());
        branch.mergeInto("main");
        assertThat(Notes.columns(main.tenant("t2"))).contains("more");
    }

    @Test
    void all_tenants_in_which_something_is_in_the_way_are_named_at_once() {
        main.createTenants(IntStream.range(0, 6).mapToObj(i -> "t" + i).toList(), true);
        for (var tenant : List.of("t1", "t4")) {
            Notes.add(main.tenant(tenant), "a");
            Notes.add(main.tenant(tenant), "b");
        }

        assertThat(main.rehearse(Edits.sql(UNIQUE_TEXTS)).offences()).containsOnlyKeys("t1", "t4");
        assertFails(() -> main.change(Edits.sql(UNIQUE_TEXTS)), ErrorCode.DATA_IN_THE_WAY, "tenant t4");
        assertThat(main.changes()).extracting(ListedChange::kind).hasSize(1);
    }

    @Test
    void a_file_that_is_damaged_stops_a_change_before_anything_is_changed() throws Exception {
        main.createTenants(List.of("t1", "t2"), true);
        databases.close();
        long number = 3;
        try (var channel = FileChannel.open(FilesOf.file(directory, number), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4096), 0);
        }
        reopen();
        assertThat(main.tenants().getLast().file()).hasValue(number);

        assertFails(() -> main.change(Edits.addColumn("more")), ErrorCode.TENANT_DAMAGED, "t2");

        assertThat(main.changes()).hasSize(1);
        assertThat(Notes.columns(main.tenant("t1"))).doesNotContain("more");
        main.deleteTenant("t2");
        main.change(Edits.addColumn("more"));
        assertThat(Notes.columns(main.tenant("t1"))).contains("more");
    }

    @Test
    void a_file_that_cannot_be_written_stops_a_change_before_anything_is_changed() throws Exception {
        main.createTenants(List.of("t1", "t2"), true);
        databases.close();
        var file = FilesOf.file(directory, 3).toString();
        assumeTrue(run("chattr", "+i", file) == 0, "needs the right to make a file immutable");
        try {
            reopen();

            assertFails(() -> main.change(Edits.addColumn("more")), ErrorCode.TENANT_DAMAGED, "t2");
            assertThat(main.changes()).hasSize(1);
        } finally {
            run("chattr", "-i", file);
        }
        main.change(Edits.addColumn("more"));
        assertThat(Notes.columns(main.tenant("t2"))).contains("more");
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void a_schema_that_somebody_changed_behind_our_back_is_found_by_its_hash() {
        main.createTenants(List.of("t1", "t2"), true);
        databases.close();
        try (var file = SqliteFile.open(FilesOf.file(directory, 3), SqliteOptions.forApplication(0))) {
            file.write(tx -> tx.update("CREATE TABLE smuggled (a)").execute());
        }
        reopen();

        assertThat(main.drift()).extracting(Drift::tenant).containsExactly("t2");
        assertThat(main.drift().getFirst().changes()).isNotEmpty();
    }

    @Test
    void a_file_of_a_version_that_the_catalogue_does_not_know_is_refused() {
        main.createTenants(List.of("t1"), true);
        databases.close();
        try (var file = SqliteFile.open(FilesOf.file(directory, 2), SqliteOptions.forApplication(0))) {
            file.write(tx -> {
                tx.setUserVersion(77);
                return true;
            });
        }
        reopen();

        assertFails(() -> Notes.count(main.tenant("t1")), ErrorCode.TENANT_DAMAGED, "77");
        assertFails(() -> Notes.add(main.tenant("t1"), "a"), ErrorCode.TENANT_DAMAGED, "77");
    }

    @Test
    void a_change_whose_steps_lead_elsewhere_than_it_says_is_refused() {
        assertFails(
                () -> main.change(current -> {
                    var edit = Edits.addColumn("more").edit(current);
                    return new Edit(current, edit.plan(), edit.inverse(), edit.changes());
                }),
                ErrorCode.INTERNAL,
                "do not lead to the schema");
        assertThat(main.changes()).hasSize(1);
    }

    /// Two readers look at all tenants, again and again, while the schema changes.
    @Test
    void whoever_has_seen_a_change_in_one_tenant_sees_it_in_all() throws Exception {
        var names = IntStream.range(0, 10).mapToObj(i -> "t" + i).toList();
        main.createTenants(names, true);
        var changes = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 10; i++) {
                main.change(Edits.addColumn("c" + i));
            }
        });
        var tenants = names.stream().map(main::tenant).toList();
        long last = 0;
        do {
            for (var tenant : tenants) {
                long version = tenant.read(Transaction::userVersion);
                long columns = Notes.columns(tenant).size();
                assertThat(version).isGreaterThanOrEqualTo(last);
                assertThat(columns).isGreaterThanOrEqualTo(version - 2 + 3);
                last = version;
            }
        } while (changes.isAlive());
        changes.join();

        assertThat(Notes.columns(tenants.getLast())).hasSize(13);
    }
}
