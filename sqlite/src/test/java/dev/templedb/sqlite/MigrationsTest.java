package dev.templedb.sqlite;

import static dev.templedb.sqlite.SqliteFileTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.templedb.core.ErrorCode;
import dev.templedb.sqlite.MigrationStatus.State;
import dev.templedb.sqlite.broken.Broken;
import dev.templedb.sqlite.changed.Changed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {
    private static final Migrations FIRST = Migrations.of(TestSchema.class, "V001__projects.sql");
    private static final Migrations THREE =
            Migrations.of(TestSchema.class, "V001__projects.sql", "V002__files.sql", "V003__other.sql");
    private static final Migrations CHANGED = Migrations.of(Changed.class, "V001__projects.sql", "V002__files.sql");

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("t.sqlite");
    }

    @Test
    void applies_what_is_missing_and_says_when() {
        open(FIRST).close();
        try (var file = open(TestSchema.MIGRATIONS)) {
            assertThat(file.schemaVersion()).isEqualTo(2);
            assertThat(file.migrations())
                    .extracting(MigrationStatus::version, MigrationStatus::name, MigrationStatus::state)
                    .containsExactly(tuple(1, "projects", State.APPLIED), tuple(2, "files", State.APPLIED));
            assertThat(file.migrations())
                    .allSatisfy(status -> assertThat(status.appliedAt())
                            .isBetween(Instant.now().minusSeconds(60), Instant.now()));
            file.verifyMigrations();
        }
    }

    @Test
    void leaves_an_older_file_alone_when_told_so() {
        open(FIRST).close();
        try (var file = SqliteFile.open(path, options(TestSchema.MIGRATIONS).withoutMigrating())) {
            assertThat(file.migrations())
                    .extracting(MigrationStatus::state)
                    .containsExactly(State.APPLIED, State.PENDING);
            assertThat(file.migrations().getLast().appliedAt()).isNull();
            file.migrateUp();
            assertThat(file.schemaVersion()).isEqualTo(2);
        }
    }

    @Test
    void takes_steps_back() {
        try (var file = open(TestSchema.MIGRATIONS)) {
            TestSchema.add(file, "kept");
            file.migrateDown(1);
            assertThat(file.schemaVersion()).isEqualTo(1);
            assertThat(TestSchema.count(file)).isEqualTo(1);
            file.migrateDown(0);
            assertThat(file.migrations())
                    .extracting(MigrationStatus::state)
                    .containsExactly(State.PENDING, State.PENDING);
            assertThatIllegalArgumentException().isThrownBy(() -> file.migrateDown(-1));
        }
        try (var file = open(TestSchema.MIGRATIONS)) {
            assertThat(TestSchema.count(file)).isZero();
        }
    }

    @Test
    void refuses_a_file_of_a_newer_program() {
        open(THREE).close();

        assertFails(
                () -> open(FIRST),
                ErrorCode.TEMPLE_NEWER,
                "has schema version 3, but this program knows only versions up to 1.");
        try (var file = open(Migrations.NONE)) {
            assertThat(file.migrations()).extracting(MigrationStatus::state).containsOnly(State.UNKNOWN);
        }
    }

    @Test
    void refuses_to_migrate_further_when_an_applied_step_was_changed() {
        open(FIRST).close();
        assertFails(() -> open(CHANGED), ErrorCode.MIGRATION_CHANGED, "was made with another migration 1 (projects).");

        open(TestSchema.MIGRATIONS).close();
        try (var file = open(CHANGED)) {
            assertFails(file::verifyMigrations, ErrorCode.MIGRATION_CHANGED, "another migration 1");
            assertFails(() -> file.migrateDown(0), ErrorCode.MIGRATION_CHANGED, "another migration 1");
            assertThat(file.migrations())
                    .extracting(MigrationStatus::state)
                    .containsExactly(State.CHANGED, State.APPLIED);
        }
    }

    @Test
    void needs_writing_to_migrate() {
        open(FIRST).close();

        assertFails(
                () -> SqliteFile.open(path, options(THREE).readOnly()),
                ErrorCode.TEMPLE_UNWRITABLE,
                "older schema version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V002__half.sql", "V002__orphans.sql"})
    void leaves_nothing_of_a_step_that_fails(String second) {
        open(FIRST).close();

        assertThatThrownBy(() -> open(Migrations.of(Broken.class, "V001__projects.sql", second)))
                .hasMessageContaining("t.sqlite");

        try (var file = open(FIRST)) {
            assertThat(file.schemaVersion()).isEqualTo(1);
            var tables = file.read(tx -> tx.query("SELECT name FROM sqlite_schema WHERE type = 'table'")
                    .list(row -> row.text(1)));
            assertThat(tables).containsExactlyInAnyOrder("project", "schema_migrations");
            assertThatThrownBy(() -> file.write(
                    tx -> tx.update("INSERT INTO project (slug) VALUES (NULL)").execute()));
        }
    }

    @Test
    void makes_no_step_of_a_new_file_when_a_later_one_fails() {
        assertThatThrownBy(() -> open(Migrations.of(Broken.class, "V001__projects.sql", "V002__half.sql")))
                .hasMessageContaining("t.sqlite");

        try (var file = open(Migrations.NONE)) {
            assertThat(file.schemaVersion()).isZero();
            boolean hasTables =
                    file.read(tx -> tx.query("SELECT 1 FROM sqlite_schema").exists());
            assertThat(hasTables).isFalse();
        }
    }

    @Test
    void migrates_once_when_many_open_at_the_same_time() {
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.runAsync(() -> open(THREE).close(), Thread::startVirtualThread));
        }
        all.forEach(CompletableFuture::join);

        try (var file = open(THREE)) {
            assertThat(file.schemaVersion()).isEqualTo(3);
            file.verifyMigrations();
        }
    }

    @Test
    void refuses_names_and_texts_that_are_no_migrations() {
        assertThatIllegalArgumentException().isThrownBy(() -> Migrations.of(TestSchema.class, "V002__files.sql"));
        assertThatIllegalArgumentException().isThrownBy(() -> Migrations.of(TestSchema.class, "files.sql"));
        assertThatThrownBy(() -> open(Migrations.of(TestSchema.class, "V001__nothing.sql")))
                .hasMessageContaining("no resource");
        assertThatThrownBy(() -> open(Migrations.of(Broken.class, "V001__no_sections.sql")))
                .hasMessageContaining("-- up");
    }

    private SqliteFile open(Migrations migrations) {
        return SqliteFile.open(path, options(migrations));
    }

    private static SqliteOptions options(Migrations migrations) {
        return TestSchema.options().withMigrations(migrations);
    }
}
