package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ValueRoundTripTest {
    private static Path path = Path.of("");
    private static SqliteFile file;

    @BeforeContainer
    static void open() throws IOException {
        path = Files.createTempDirectory("values").resolve("t.sqlite");
        file = SqliteFile.open(path, SqliteOptions.forApplication(1).creating());
        file.write(tx -> tx.update("CREATE TABLE t (n INTEGER, d REAL, s TEXT, b BLOB) STRICT")
                .execute());
    }

    @AfterContainer
    static void close() throws IOException {
        file.close();
        Files.delete(path);
        Files.delete(path.getParent());
    }

    @Property(tries = 500)
    void gives_back_every_value_bit_for_bit(
            @ForAll long whole, @ForAll double real, @ForAll String text, @ForAll byte[] bytes) {
        // UTF-8 has no lone surrogates, and nobody can store them.
        String storable = text.replaceAll("[\\uD800-\\uDFFF]", "");
        var values = file.write(tx -> {
            tx.update("DELETE FROM t").execute();
            tx.batch(
                    "INSERT INTO t VALUES (?1, ?2, ?3, ?4)",
                    batch -> batch.set(1, whole)
                            .set(2, real)
                            .set(3, storable)
                            .set(4, bytes)
                            .add());
            return tx.query("SELECT n, d, s, b FROM t")
                    .first(row -> List.of(row.longValue("n"), row.doubleValue("d"), row.text("s"), row.bytes("b")))
                    .orElseThrow();
        });

        assertThat(values).usingRecursiveComparison().isEqualTo(List.of(whole, real, storable, bytes));
    }
}
