package dev.templedb.branchdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.schema.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    @TempDir
    Path directory;

    /// case 83
    @Test
    void case_83_four_threads_insert_into_one_tenant() throws Exception {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            var tenant = main.createTenant("t1");
            var failures = new ConcurrentLinkedQueue<Throwable>();
            var threads = IntStream.range(0, 4)
                    .mapToObj(thread -> Thread.ofPlatform().unstarted(() -> {
                        for (int i = 0; i < 200; i++) {
                            Notes.add(tenant, thread + "-" + i);
                        }
                    }))
                    .toList();
            for (var thread : threads) {
                thread.setUncaughtExceptionHandler((it, failure) -> failures.add(failure));
                thread.start();
            }
            for (var thread : threads) {
                thread.join();
            }

            assertThat(failures).isEmpty();
            assertThat(Notes.count(tenant)).isEqualTo(800);
        }
    }

    /// Its writers overlap, so that one of them is always behind the gate.
    @Test
    void a_change_gets_its_turn_beside_a_process_that_writes_without_end() throws Exception {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.createTenants(
                    IntStream.range(0, Worker.TENANTS).mapToObj(i -> "t" + i).toList(), true);
            var child = Children.start(Worker.class, directory.toString(), "inserts", "w");
            try (var out = child.inputReader()) {
                var acknowledged = new ArrayList<String>();
                acknowledged.add(out.readLine());
                for (int i = 0; i < 5; i++) {
                    main.change(Edits.addColumn("c" + i));
                    acknowledged.add(out.readLine());
                }
                child.toHandle().destroyForcibly();
                out.lines().forEach(acknowledged::add);
                child.waitFor();

                long rows = IntStream.range(0, Worker.TENANTS)
                        .mapToLong(i -> Notes.count(main.tenant("t" + i)))
                        .sum();
                assertThat(rows).isBetween((long) acknowledged.size(), acknowledged.size() + 3L);
                assertThat(Notes.columns(main.tenant("t3"))).endsWith("c3", "c4");
            }
        }
    }

    /// case 84
    @Test
    void case_84_two_processes_make_tables_on_one_branch() throws Exception {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.createTenants(List.of("t1", "t2"), true);
            var one = Children.start(Worker.class, directory.toString(), "tables", "one", "15");
            var two = Children.start(Worker.class, directory.toString(), "tables", "two", "15");
            assertThat(one.inputReader().lines()).hasSize(15);
            assertThat(two.inputReader().lines()).hasSize(15);
            assertThat(List.of(one.waitFor(), two.waitFor())).containsOnly(0);

            assertThat(main.schema().tables())
                    .hasSize(31)
                    .extracting(Table::name)
                    .contains("one14", "two14");
            for (var tenant : List.of("main", "t1", "t2")) {
                assertThat(Notes.number(main.tenant(tenant), "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"))
                        .isEqualTo(31);
            }
            assertThat(main.drift()).isEmpty();
        }
    }
}
