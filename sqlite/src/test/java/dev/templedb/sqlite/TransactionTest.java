package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionTest {
    private static final String ADD = """
            INSERT INTO project (slug, size, content, created_at)
            VALUES (:slug, :size, :content, :createdAt)
            """;
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path directory;

    private SqliteFile file;

    @BeforeEach
    void open() {
        file = TestSchema.open(directory.resolve("t.sqlite"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void gives_back_every_type_by_name_and_by_number() {
        file.write(tx -> tx.update(ADD)
                .bind("slug", "web-app")
                .bind("size", 7L)
                .bind("content", new byte[] {1, 2})
                .bind("createdAt", TIME)
                .execute());

        file.read(tx -> tx.query("SELECT slug, size, content, created_at, size > 1 AS big, 1.5 AS ratio FROM project")
                        .first(row -> {
                            assertThat(row.text("slug")).isEqualTo(row.text(1)).isEqualTo("web-app");
                            assertThat(row.longValue("size"))
                                    .isEqualTo(row.longValue(2))
                                    .isEqualTo(7);
                            assertThat(row.intValue("size"))
                                    .isEqualTo(row.intValue(2))
                                    .isEqualTo(7);
                            assertThat(row.nullableLong("size")).isEqualTo(7);
                            assertThat(row.bytes("content"))
                                    .isEqualTo(row.bytes(3))
                                    .containsExactly(1, 2);
                            assertThat(row.instant("created_at"))
                                    .isEqualTo(row.instant(4))
                                    .isEqualTo(TIME);
                            assertThat(row.nullableInstant("created_at")).isEqualTo(TIME);
                            assertThat(row.booleanValue("big"))
                                    .isEqualTo(row.booleanValue(5))
                                    .isTrue();
                            assertThat(row.doubleValue("ratio"))
                                    .isEqualTo(row.doubleValue(6))
                                    .isEqualTo(1.5);
                            assertThat(row.isNull("slug")).isFalse();
                            return true;
                        }))
                .orElseThrow();
    }

    @Test
    void stores_null_for_null_values() {
        file.write(tx -> tx.update(ADD)
                .bind("slug", "a")
                .bind("size", (Long) null)
                .bind("content", (byte[]) null)
                .bind("createdAt", (Instant) null)
                .execute());
        file.write(tx -> tx.update(ADD)
                .bind("slug", "b")
                .bindNull("size")
                .bindNull("content")
                .bind("createdAt", (String) null)
                .execute());

        file.read(tx -> tx.query("SELECT size, content, created_at FROM project")
                .list(row -> {
                    assertThat(row.nullableLong("size")).isNull();
                    assertThat(row.nullableBytes("content")).isNull();
                    assertThat(row.nullableText("created_at")).isNull();
                    assertThat(row.nullableInstant("created_at")).isNull();
                    assertThat(row.isNull(1)).isTrue();
                    assertThatThrownBy(() -> row.longValue("size")).hasMessageContaining("NULL in column 1 (size)");
                    assertThatThrownBy(() -> row.doubleValue("size")).hasMessageContaining("NULL in column 1 (size)");
                    assertThatThrownBy(() -> row.text("created_at")).hasMessageContaining("NULL in column 3");
                    assertThatThrownBy(() -> row.text("nothing")).hasMessageContaining("no column nothing");
                    return true;
                }));
    }

    @Test
    void keeps_an_empty_blob_and_an_empty_text_apart_from_null() {
        var values = file.read(tx -> tx.query("SELECT ?1 AS blob, ?2 AS text, typeof(?1), typeof(?2)")
                .bind(1, new byte[0])
                .bind(2, "")
                .first(row -> List.of(row.bytes(1).length, row.text(2).length(), row.text(3), row.text(4))));

        assertThat(values).contains(List.of(0, 0, "blob", "text"));
    }

    @Test
    void binds_numbers_and_booleans_by_position() {
        var values = file.read(tx -> tx.query("SELECT ?1, ?2, ?3, ?4, ?5")
                .bind(1, 1L << 40)
                .bind(2, true)
                .bind(3, 0.25)
                .bind(4, TIME)
                .bindNull(5)
                .first(row -> List.of(
                        row.longValue(1), row.booleanValue(2), row.doubleValue(3), row.instant(4), row.isNull(5))));

        assertThat(values).contains(List.of(1L << 40, true, 0.25, TIME, true));
    }

    @Test
    void leaves_nothing_of_a_transaction_that_throws() {
        assertThatThrownBy(() -> file.write(tx -> {
                    tx.update("INSERT INTO project (slug) VALUES ('lost')").execute();
                    throw new IllegalArgumentException("stop");
                }))
                .hasMessage("stop");

        assertThat(TestSchema.count(file)).isZero();
    }

    @Test
    void leaves_nothing_of_a_transaction_whose_statement_fails() {
        TestSchema.add(file, "kept");

        assertThatThrownBy(() -> file.write(tx -> {
                    tx.update("INSERT INTO project (slug) VALUES ('lost')").execute();
                    return tx.update("INSERT INTO project (slug) VALUES ('kept')")
                            .execute();
                }))
                .isInstanceOfSatisfying(TempleException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
                    assertThat(e)
                            .hasMessageContaining("UNIQUE constraint failed: project.slug")
                            .hasMessageContaining("t.sqlite");
                });

        assertThat(TestSchema.count(file)).isEqualTo(1);
    }

    @Test
    void enforces_foreign_keys() {
        assertThatThrownBy(() -> file.write(tx -> tx.update("INSERT INTO file (project, path) VALUES (99, 'x')")
                        .execute()))
                .hasMessageContaining("FOREIGN KEY");
    }

    @Test
    void refuses_to_write_in_a_read_transaction() {
        assertThatThrownBy(() -> file.read(tx ->
                        tx.update("INSERT INTO project (slug) VALUES ('x')").execute()))
                .isInstanceOf(TempleException.class);

        TestSchema.add(file, "y");
        assertThat(TestSchema.count(file)).isEqualTo(1);
    }

    @Test
    void refuses_a_transaction_inside_a_transaction() {
        assertThatIllegalStateException().isThrownBy(() -> file.write(tx -> file.read(inner -> 1)));
        assertThatIllegalStateException().isThrownBy(() -> file.read(tx -> file.write(inner -> 1)));
    }

    @Test
    void refuses_a_transaction_that_has_ended() {
        var escaped = new AtomicReference<Transaction>();
        file.read(tx -> {
            escaped.set(tx);
            return 1;
        });

        assertThatIllegalStateException().isThrownBy(() -> escaped.get().query("SELECT 1"));
    }

    @Test
    void sees_one_state_while_another_thread_writes() {
        TestSchema.add(file, "before");

        file.read(tx -> {
            assertThat(tx.query("SELECT count(*) FROM project").longValue()).isEqualTo(1);
            CompletableFuture.runAsync(() -> TestSchema.add(file, "after")).join();
            assertThat(tx.query("SELECT count(*) FROM project").longValue()).isEqualTo(1);
            return true;
        });

        assertThat(TestSchema.count(file)).isEqualTo(2);
    }

    @Test
    void demands_every_parameter_and_knows_no_other() {
        file.read(tx -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> tx.query("SELECT :a, :b").bind("a", 1L).longValue())
                    .withMessageContaining(":b has no value");
            assertThatIllegalStateException()
                    .isThrownBy(() -> tx.query("SELECT ?, ?2").bind(1, 1L).longValue())
                    .withMessageContaining("?2 has no value");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tx.query("SELECT :a").bind("b", 1L));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tx.query("SELECT ?1").bind(2, 1L));
            return true;
        });
    }

    @Test
    void forgets_the_values_of_the_last_use_of_a_statement() {
        file.read(tx -> {
            assertThat(tx.query("SELECT :a").bind("a", 5L).longValue()).isEqualTo(5);
            assertThatIllegalStateException()
                    .isThrownBy(() -> tx.query("SELECT :a").longValue());
            return true;
        });
    }

    @Test
    void streams_rows_and_ends_what_was_left_open() {
        file.write(tx -> tx.batch("INSERT INTO project (slug) VALUES (?1)", batch -> {
            for (int i = 0; i < 1000; i++) {
                batch.set(1, "p" + i).add();
            }
        }));

        file.read(tx -> {
            var all = tx.query("SELECT slug FROM project ORDER BY id").stream(row -> row.text(1));
            assertThat(all.skip(990).toList()).hasSize(10).first().isEqualTo("p990");
            assertThat(tx.query("SELECT slug FROM project").stream(row -> row.text(1))
                            .iterator()
                            .next())
                    .isEqualTo("p0");
            return true;
        });
        TestSchema.add(file, "still-writable");
        assertThat(file.checkpoint()).isTrue();
    }

    @Test
    void runs_the_same_statement_inside_its_own_rows() {
        file.read(tx -> {
            String sql = "SELECT value FROM json_each('[1,2,3]')";
            var pairs = tx.query(sql).list(outer -> tx.query(sql).list(inner -> inner.longValue(1)));
            assertThat(pairs).hasSize(3).allSatisfy(inner -> assertThat(inner).containsExactly(1L, 2L, 3L));
            return true;
        });
    }

    @Test
    void finds_the_first_row_or_none() {
        TestSchema.add(file, "a");

        file.read(tx -> {
            assertThat(tx.query("SELECT slug FROM project").first(row -> row.text(1)))
                    .contains("a");
            assertThat(tx.query("SELECT slug FROM project WHERE id = 9").first(row -> row.text(1)))
                    .isEqualTo(Optional.empty());
            assertThat(tx.query("SELECT 1 FROM project").exists()).isTrue();
            assertThatThrownBy(() ->
                            tx.query("SELECT id FROM project WHERE id = 9").longValue())
                    .hasMessageContaining("no row");
            return true;
        });
    }

    @Test
    void returns_ids_and_counts_of_what_it_changed() {
        file.write(tx -> {
            assertThat(tx.update("INSERT INTO project (slug) VALUES ('a'), ('b')")
                            .execute())
                    .isEqualTo(2);
            assertThat(tx.lastInsertRowId()).isEqualTo(2);
            assertThat(tx.query("INSERT INTO project (slug) VALUES ('c') RETURNING id")
                            .longValue())
                    .isEqualTo(3);
            assertThat(tx.update("DELETE FROM project").execute()).isEqualTo(3);
            return true;
        });
    }

    @Test
    void batches_every_type() {
        long changed = file.write(tx -> tx.batch("""
                INSERT INTO project (slug, size, content, created_at) VALUES (?1, ?2, ?3, ?4)
                """, batch -> {
            batch.set(1, "a").set(2, 1L).set(3, new byte[] {1}).set(4, TIME).add();
            batch.set(1, "b")
                    .setNull(2)
                    .set(3, (byte[]) null)
                    .set(4, (Instant) null)
                    .add();
            batch.set(1, "c")
                    .set(2, true)
                    .set(3, new byte[0])
                    .set(4, (String) null)
                    .add();
        }));

        assertThat(changed).isEqualTo(3);
        var sums = file.read(tx -> tx.query("SELECT sum(size), count(content), count(created_at) FROM project")
                .first(row -> List.of(row.longValue(1), row.longValue(2), row.longValue(3))));
        assertThat(sums).contains(List.of(2L, 2L, 1L));
    }

    @Test
    void counts_statements_and_rows() {
        var counter = new StatementCounter();
        try (var counted = SqliteFile.open(
                directory.resolve("t.sqlite"), TestSchema.options().withStatementCounter(counter))) {
            counted.write(tx -> tx.batch("INSERT INTO project (slug) VALUES (?1)", batch -> {
                batch.set(1, "a").add();
                batch.set(1, "b").add();
            }));
            TestSchema.count(counted);

            assertThat(counter.statements()).isEqualTo(2);
            assertThat(counter.batchRows()).isEqualTo(2);
            counter.reset();
            assertThat(counter.statements() + counter.batchRows()).isZero();
        }
    }

    @Test
    void prepares_more_statements_than_it_keeps() {
        file.read(tx -> {
            for (int i = 0; i < 300; i++) {
                assertThat(tx.query("SELECT " + i).longValue()).isEqualTo(i);
            }
            return true;
        });
    }

    @Test
    void says_what_is_wrong_with_a_statement() {
        assertThatThrownBy(() ->
                        file.read(tx -> tx.query("SELECT nowhere FROM project").exists()))
                .hasMessageContaining("no such column: nowhere");
    }

    @Test
    void refuses_a_row_that_was_kept() {
        var kept = new AtomicReference<Row>();
        file.read(tx -> tx.query("SELECT 1 AS a").first(row -> {
            kept.set(row);
            return true;
        }));

        var row = kept.get();
        assertThatThrownBy(() -> row.text(1)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> row.longValue(1)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> row.doubleValue(1)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> row.bytes(1)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> row.isNull(1)).isInstanceOf(TempleException.class);
    }

    @Test
    void refuses_a_batch_of_a_closed_file() {
        var kept = new AtomicReference<Batch>();
        file.write(tx -> tx.batch("INSERT INTO project (slug) VALUES (?1)", kept::set));
        file.close();

        var batch = kept.get();
        assertThatThrownBy(() -> batch.set(1, 1L)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> batch.set(1, 1.0)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> batch.set(1, "a")).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> batch.set(1, new byte[1])).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> batch.setNull(1)).isInstanceOf(TempleException.class);
    }

    @Test
    void binds_doubles_and_booleans_by_name() {
        file.read(tx -> {
            assertThat(tx.query("SELECT :d > 0.5 AND :b")
                            .bind("d", 0.75)
                            .bind("b", true)
                            .longValue())
                    .isEqualTo(1);
            return true;
        });
    }
}
