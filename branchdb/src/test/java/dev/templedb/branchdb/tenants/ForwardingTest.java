package dev.templedb.branchdb.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.NewChange;
import dev.templedb.branchdb.catalog.TenantPlace;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.sqlite.ScratchDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A reader, who takes no gate, copies a shared file to bring it forward, and others go on meanwhile.
class ForwardingTest {
    private static final TenantRef OURS = new TenantRef("app", "main", "main");
    private static final TenantRef THEIRS = new TenantRef("app", "feature", "main");

    @TempDir
    Path directory;

    private Catalog catalog;
    private TenantStore store;
    private SchemaChanges changes;

    @BeforeEach
    void two_branches_share_a_file_that_one_of_them_has_changed() {
        try (var databases = Databases.init(directory)) {
            databases.create("app");
        }
        var home = directory.resolve(".branchdb");
        catalog = Catalog.open(home, false, Clock.systemUTC(), it -> {});
        store = new TenantStore(catalog, home.resolve("files"), 16);
        changes = new SchemaChanges(store);
        change("CREATE TABLE notes (id TEXT PRIMARY KEY NOT NULL)");
        insert(OURS, "before");
        fork("feature");
        change("ALTER TABLE notes ADD COLUMN size INTEGER");
    }

    @AfterEach
    void close() {
        store.close();
        catalog.close();
    }

    @Test
    void a_copy_takes_the_place_of_the_file_that_is_still_shared() {
        var ours = place(OURS);
        try (var copy = store.forwarding().copy(ours.readFile(), ours.head())) {
            store.removed(store.forwarding().swap(copy, ours.branch()));
        }
        assertThat(place(OURS).readFile())
                .isNotIn(ours.readFile(), place(THEIRS).readFile());
        assertThat(ids(OURS)).containsExactly("before");
        assertThat(ids(THEIRS)).containsExactly("before");
    }

    @Test
    void a_copy_does_not_take_the_place_of_a_file_that_was_written_to_since_and_is_shared_again() {
        var ours = place(OURS);
        try (var copy = store.forwarding().copy(ours.readFile(), ours.head())) {
            insert(THEIRS, "theirs");
            insert(OURS, "acknowledged");
            fork("another");
            change("ALTER TABLE notes ADD COLUMN color TEXT");
            store.removed(store.forwarding().swap(copy, ours.branch()));
        }
        assertThat(ids(OURS)).containsExactly("acknowledged", "before");
    }

    @Test
    void a_copy_of_a_file_that_was_not_behind_is_thrown_away() {
        insert(THEIRS, "theirs");
        insert(OURS, "first");
        var ours = place(OURS);
        try (var copy = store.forwarding().copy(ours.readFile(), ours.head())) {
            insert(OURS, "second");
            fork("another");
            change("ALTER TABLE notes ADD COLUMN color TEXT");
            store.removed(store.forwarding().swap(copy, ours.branch()));
        }
        assertThat(ids(OURS)).containsExactly("before", "first", "second");
    }

    private TenantPlace place(TenantRef tenant) {
        return store.tenant(tenant).place(catalog);
    }

    private void insert(TenantRef tenant, String id) {
        store.tenant(tenant)
                .write((tx, version) -> tx.update("INSERT INTO notes (id) VALUES (:id)")
                        .bind("id", id)
                        .execute());
    }

    private List<String> ids(TenantRef tenant) {
        return store.tenant(tenant)
                .read((tx, version) ->
                        tx.query("SELECT id FROM notes ORDER BY id").list(row -> row.text(1)));
    }

    private void fork(String name) {
        catalog.write(rows -> {
            var main = rows.branches().get(rows.databases().get("app").id(), "main");
            long fork = rows.branches().addFork(main, name);
            rows.tenants().fork(main.id(), fork);
            return fork;
        });
    }

    private void change(String sql) {
        changes.change("app", "main", false, current -> {
            try (var scratch = new ScratchDatabase()) {
                var after = scratch.run(tx -> {
                    current.createStatements().forEach(tx::script);
                    tx.script(sql);
                    return SchemaReader.read(tx).identifiedBy(current);
                });
                return new Edit(
                        after,
                        SchemaPlan.ofStatements(List.of(sql)),
                        SchemaPlan.EMPTY,
                        List.of(new NewChange("sql", "{}", sql, Optional.empty())));
            }
        });
    }
}
