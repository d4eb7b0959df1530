package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
    @TempDir
    Path directory;

    private Databases databases;
    private Database app;
    private Tenant tenant;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        app = databases.create("app");
        app.main().change(Edits.notes());
        tenant = app.main().tenant("main");
        Notes.add(tenant, "a");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /// case 76
    @Test
    void case_76_maintenance_refuses_every_write_with_its_reason_and_reads_go_on() {
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));
        app.main().createTenant("t1");
        app.beginMaintenance("moving house");

        refused(() -> Notes.add(tenant, "b"));
        refused(() ->
                tenant.write(tx -> tx.update("UPDATE notes SET text = 'x'").execute()));
        refused(() -> tenant.write(tx -> tx.update("DELETE FROM notes").execute()));
        refused(tenant::vacuum);
        refused(() -> app.main().change(Edits.addColumn("more")));
        refused(() -> app.main().undo());
        refused(() -> branch.mergeInto("main"));
        refused(() -> app.main().protect(true));
        refused(() -> app.createBranch("other", "main"));
        refused(() -> app.renameBranch("feature", "other"));
        refused(() -> app.deleteBranch("feature"));
        refused(() -> app.main().createTenant("t2"));
        refused(() -> app.main().createTenants(List.of("t2"), true));
        refused(() -> app.main().copyTenant("main", "t2"));
        refused(() -> app.main().renameTenant("t1", "t2"));
        refused(() -> app.main().deleteTenant("t1"));
        refused(() -> databases.delete("app"));

        assertThat(Notes.ids(tenant)).containsExactly("a");
        assertThat(Notes.columns(branch.tenant("main"))).contains("more");
        assertThat(app.maintenance()).contains("moving house");
        databases.create("other").main().createTenant("t1");
        app.endMaintenance();
        Notes.add(tenant, "b");
        assertThat(Notes.ids(tenant)).containsExactly("a", "b");
    }

    private static void refused(ThrowingCallable write) {
        assertFails(write, ErrorCode.DATABASE_IN_MAINTENANCE, "moving house");
    }

    @Test
    void no_write_is_under_way_when_maintenance_has_begun() throws Exception {
        var begun = new CountDownLatch(1);
        var acknowledged = new ArrayList<String>();
        var writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; ; i++) {
                    Notes.add(tenant, "n" + i);
                    synchronized (acknowledged) {
                        acknowledged.add("n" + i);
                    }
                    begun.countDown();
                }
            } catch (RuntimeException refused) {
                assertThat(refused).hasMessageContaining("moving house");
            }
        });
        begun.await();

        app.beginMaintenance("moving house");

        long count = Notes.count(tenant);
        writer.join();
        assertThat(Notes.count(tenant)).isEqualTo(count).isEqualTo(1L + acknowledged.size());
    }

    /// case 77
    @Test
    void case_77_a_change_that_fails_leaves_no_maintenance_and_loses_no_row() throws Exception {
        Notes.add(tenant, "b");
        var begun = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var acknowledged = new ArrayList<String>();
        var writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; stopped.getCount() > 0; i++) {
                Notes.add(tenant, "n" + i);
                acknowledged.add("n" + i);
                begun.countDown();
            }
        });
        begun.await();
        for (int i = 0; i < 20; i++) {
            assertFails(
                    () -> app.main().change(Edits.sql("CREATE UNIQUE INDEX u ON notes (text)")),
                    ErrorCode.DATA_IN_THE_WAY,
                    "main");
        }
        stopped.countDown();
        writer.join();

        assertThat(app.maintenance()).isEmpty();
        assertThat(Notes.ids(tenant)).hasSize(2 + acknowledged.size()).containsAll(acknowledged);
        assertThat(FilesOf.all(directory)).noneMatch(name -> name.startsWith(".new"));
    }
}
