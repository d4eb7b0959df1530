package dev.templedb.branchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.RandomChanges;
import dev.templedb.branchdb.merge.Resolution;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowResolution;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Branches are changed, merged, taken back, deleted and brought back in any order, and no row gets lost on the way:
/// what was not asked for stays as it was.
class HistoryPropertyTest {
    private static final int STEPS = 60;

    /// The tables of a tenant, by identity: the rows by their ids, and of each the values by the identity of their
    /// column.
    private record Content(Schema schema, Map<String, Map<String, Map<String, Map<String, String>>>> tenants) {}

    private static final class Run {
        private final Path directory;
        private final Random random;
        private final RandomChanges changes;
        private final List<String> story = new ArrayList<>();
        private Databases databases;
        private Database app;
        /// By branch, what it had before its last change, when nothing but rows was added since.
        private final Map<String, Content> beforeChange = new HashMap<>();

        private int made;

        Run(Path directory, long seed) {
            this.directory = directory;
            this.random = new Random(seed);
            this.changes = new RandomChanges(seed);
            databases = Databases.init(directory);
            app = databases.create("app");
            app.main().createTenants(List.of("t1", "t2"), false);
        }

        void run() {
            try {
                for (int i = 0; i < STEPS; i++) {
                    step();
                }
                for (var branch : app.branches()) {
                    assertThat(app.branch(branch.name()).drift()).isEmpty();
                    assertThat(app.branch(branch.name()).damage()).isEmpty();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(String.join("\n", story), e);
            } finally {
                databases.close();
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private void step() {
            var names = app.branches().stream().map(BranchRow::name).toList();
            var branch = app.branch(any(names));
            if (names.size() == 1) {
                change(branch);
                insert(branch);
                fork(branch);
                return;
            }
            var other = app.branch(any(
                    names.stream().filter(name -> !name.equals(branch.name())).toList()));
            switch (random.nextInt(18)) {
                case 0, 1, 2, 3 -> change(branch);
                case 4, 5, 6 -> insert(branch);
                case 7, 8, 9 -> merge(other, branch);
                case 10, 11 -> undo(branch);
                case 12 -> fork(branch);
                case 13 -> deleteBranch(branch);
                case 14, 15 -> mergeRows(other, branch);
                case 16 -> undoRows(branch);
                default -> deleteTenant(branch);
            }
        }

        /// Nobody else's branch changes by `work`.
        private Map<String, Content> others(String branch) {
            var contents = new TreeMap<String, Content>();
            for (var each : app.branches()) {
                if (!each.name().equals(branch)) {
                    contents.put(each.name(), content(app.branch(each.name())));
                }
            }
            return contents;
        }

        private boolean tried(String what, Runnable work) {
            try {
                work.run();
                story.add(what);
                return true;
            } catch (TempleException e) {
                story.add(what + ": " + e.getMessage());
                if (e.code() == ErrorCode.INTERNAL || e.code() == ErrorCode.TENANT_DAMAGED) {
                    throw e;
                }
                return false;
            } catch (IllegalArgumentException nothingToDo) {
                return false;
            }
        }

        private void schema(DatabaseBranch branch, String what, Runnable work) {
            beforeChange.remove(branch.name());
            var before = content(branch);
            var others = others(branch.name());
            boolean isDone = tried(branch.name() + ": " + what, work);
            assertThat(others(branch.name())).as("the other branches").isEqualTo(others);
            var after = content(branch);
            if (!isDone) {
                assertThat(after).isEqualTo(before);
                return;
            }
            before.tenants()
                    .forEach((tenant, tables) -> tables.forEach((table, rows) -> {
                        var now = Objects.requireNonNull(after.tenants().get(tenant))
                                .get(table);
                        if (now != null) {
                            assertThat(now.keySet())
                                    .as("rows of %s in %s", table, tenant)
                                    .isEqualTo(rows.keySet());
                            rows.forEach((id, values) -> values.forEach((column, value) -> {
                                var new_ = Objects.requireNonNull(now.get(id));
                                if (new_.containsKey(column) && value != null) {
                                    assertThat(new_.get(column)).as("a value").isEqualTo(value);
                                }
                            }));
                        }
                    }));
        }

        private void change(DatabaseBranch branch) {
            var before = content(branch);
            schema(branch, "change", () -> {
                branch.change(changes.of(branch.schema(), 2));
                beforeChange.put(branch.name(), before);
            });
        }

        /// What a change dropped is back.
        private void undo(DatabaseBranch branch) {
            var then = beforeChange.remove(branch.name());
            schema(branch, "undo", branch::undo);
            if (then == null || story.getLast().contains("undo:")) {
                return;
            }
            var now = content(branch);
            assertThat(now.schema()).isEqualTo(then.schema());
            then.tenants().forEach((tenant, tables) -> {
                var there = Objects.requireNonNull(now.tenants().get(tenant));
                tables.forEach((table, rows) -> {
                    var here = Objects.requireNonNull(there.get(table));
                    assertThat(here.keySet())
                            .as("rows of %s in %s", table, tenant)
                            .containsAll(rows.keySet());
                    rows.forEach((id, values) -> values.forEach((column, value) -> {
                        if (value != null) {
                            assertThat(Objects.requireNonNull(here.get(id)).get(column))
                                    .as("a value of %s in %s", table, tenant)
                                    .isEqualTo(value);
                        }
                    }));
                });
            });
        }

        private void merge(DatabaseBranch source, DatabaseBranch target) {
            if (target.name().equals("main")) {
                schema(source, "merge main", () -> mergeInto(app.main(), source));
            }
            schema(target, "merge " + source.name(), () -> mergeInto(source, target));
        }

        private void mergeInto(DatabaseBranch source, DatabaseBranch target) {
            var resolutions = new HashMap<String, Resolution>();
            for (int i = 0; i < 5; i++) {
                try {
                    source.mergeInto(target.name(), resolutions);
                    return;
                } catch (TempleException e) {
                    if (e.code() != ErrorCode.SCHEMA_MERGE_CONFLICT || i == 4) {
                        throw e;
                    }
                    source.previewMerge(target.name(), resolutions)
                            .conflicts()
                            .forEach(each -> resolutions.put(
                                    each.entity(), random.nextBoolean() ? Resolution.OURS : Resolution.THEIRS));
                }
            }
        }

        private void insert(DatabaseBranch branch) {
            var tables = branch.schema().tables();
            if (tables.isEmpty()) {
                return;
            }
            var table = any(tables);
            var tenant = any(branch.tenants()).name();
            var row = new HashMap<String, Object>();
            String id = "r" + made++;
            row.put("id", id);
            for (var column : table.userColumns()) {
                row.put(
                        column.name(),
                        switch (column.type()) {
                            case "INTEGER" -> (Object) made;
                            case "BOOLEAN" -> made % 2 == 0;
                            default -> "v" + made;
                        });
            }
            var others = others(branch.name());
            tried(
                    branch.name() + ": insert " + id + " into " + table.name() + " of " + tenant,
                    () -> branch.tenant(tenant).table(table.name()).insert(row));
            assertThat(others(branch.name())).as("the other branches").isEqualTo(others);
        }

        private void fork(DatabaseBranch branch) {
            if (app.branches().size() < 3) {
                String name = "b" + made++;
                var content = content(branch);
                if (tried(branch.name() + ": fork " + name, () -> app.createBranch(name, branch.name()))) {
                    assertThat(content(app.branch(name))).isEqualTo(content);
                }
            }
        }

        /// Deletes it and brings it back, after others have gone on.
        private void deleteBranch(DatabaseBranch branch) {
            if (branch.name().equals("main")) {
                return;
            }
            var content = content(branch);
            tried(branch.name() + ": delete", () -> app.deleteBranch(branch.name()));
            beforeChange.remove(branch.name());
            change(app.main());
            insert(app.main());
            databases.close();
            databases = Databases.open(directory);
            app = databases.database("app");
            var deleted = databases.deleted().stream()
                    .filter(each -> each.row().name().equals(branch.name()))
                    .findFirst()
                    .orElseThrow();
            tried(branch.name() + ": bring back", () -> databases.bringBack(deleted.row(), branch.name()));
            assertThat(content(app.branch(branch.name()))).isEqualTo(content);
        }

        private void deleteTenant(DatabaseBranch branch) {
            var content = content(branch);
            if (!content.tenants().containsKey("t1")) {
                return;
            }
            tried(branch.name() + ": delete t1", () -> branch.deleteTenant("t1"));
            if (random.nextBoolean()) {
                change(branch);
            }
            beforeChange.remove(branch.name());
            var deleted = databases.deleted().getLast();
            boolean isBack = tried(branch.name() + ": bring t1 back", () -> databases.bringBack(deleted.row(), "t1"));
            if (!isBack) {
                return;
            }
            var now = content(branch);
            Objects.requireNonNull(content.tenants().get("t1")).forEach((table, rows) -> {
                var there = Objects.requireNonNull(now.tenants().get("t1")).get(table);
                if (there != null) {
                    assertThat(there.keySet()).isEqualTo(rows.keySet());
                }
            });
        }

        private void mergeRows(DatabaseBranch source, DatabaseBranch target) {
            beforeChange.remove(target.name());
            var before = content(target);
            var others = others(target.name());
            var all = RowDecisions.all(random.nextBoolean() ? RowResolution.OURS : RowResolution.THEIRS);
            var merged = new ArrayList<String>();
            boolean isDone = tried(
                    target.name() + ": merge rows of " + source.name(),
                    () -> merged.addAll(
                            source.mergeRows(target.name(), all).tenants().keySet()));
            assertThat(others(target.name())).as("the other branches").isEqualTo(others);
            if (!isDone) {
                assertThat(content(target)).isEqualTo(before);
                return;
            }
            // Nothing was ever deleted, so nothing goes.
            var after = content(target);
            before.tenants()
                    .forEach((tenant, tables) ->
                            tables.forEach((table, rows) -> assertThat(Objects.requireNonNull(Objects.requireNonNull(
                                                            after.tenants().get(tenant))
                                                    .get(table))
                                            .keySet())
                                    .as("rows of %s in %s", table, tenant)
                                    .containsAll(rows.keySet())));
            if (!merged.isEmpty() && random.nextBoolean()) {
                boolean isBack = tried(target.name() + ": undo rows", () -> target.undoRows(RowDecisions.NONE));
                if (isBack) {
                    assertThat(content(target)).isEqualTo(before);
                } else {
                    fail("a merge of rows that was just made cannot be taken back");
                }
            }
        }

        private void undoRows(DatabaseBranch branch) {
            beforeChange.remove(branch.name());
            var others = others(branch.name());
            tried(branch.name() + ": undo rows later", () -> branch.undoRows(RowDecisions.all(RowResolution.OURS)));
            assertThat(others(branch.name())).as("the other branches").isEqualTo(others);
        }

        private static Content content(DatabaseBranch branch) {
            var schema = branch.schema();
            var tenants = new TreeMap<String, Map<String, Map<String, Map<String, String>>>>();
            for (TenantRow tenant : branch.tenants()) {
                tenants.put(tenant.name(), branch.tenant(tenant.name()).read(tx -> {
                    var tables = new TreeMap<String, Map<String, Map<String, String>>>();
                    for (var table : schema.tables()) {
                        var rows = new TreeMap<String, Map<String, String>>();
                        tx.query("SELECT * FROM " + SqlName.quote(table.name()) + " ORDER BY id")
                                .forEach(row -> {
                                    var values = new HashMap<String, String>();
                                    for (int i = 0; i < table.columns().size(); i++) {
                                        values.put(table.columns().get(i).identity(), row.nullableText(i + 1));
                                    }
                                    rows.put(row.text("id"), values);
                                });
                        tables.put(table.identity(), rows);
                    }
                    return tables;
                }));
            }
            return new Content(schema, tenants);
        }
    }

    @Property(tries = 5)
    void nothing_gets_lost_that_nobody_asked_for(@ForAll long seed) throws IOException {
        var directory = Files.createTempDirectory("history");
        try {
            new Run(directory, seed).run();
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
