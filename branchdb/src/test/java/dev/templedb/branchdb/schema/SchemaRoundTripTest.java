package dev.templedb.branchdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.schema.ForeignKey.Action;
import dev.templedb.sqlite.ScratchDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/// Any table that can be written, SQLite takes, and it is read back as it was.
class SchemaRoundTripTest {
    private static final List<String> NAMES = List.of(
            "a",
            "B",
            "user name",
            "select",
            "it's",
            "x\"y",
            "[z]",
            "`q`",
            "Ünï",
            "a;b",
            "--c",
            "/*d*/",
            "e)",
            "check",
            "unique",
            "constraint",
            "default",
            "1st",
            "🙂",
            "primary");
    private static final List<String> TYPES = List.of(
            "",
            "TEXT",
            "INTEGER",
            "INT",
            "REAL",
            "BLOB",
            "NUMERIC",
            "VARCHAR(20)",
            "DECIMAL(10,2)",
            "UNSIGNED BIG INT");
    private static final List<String> STRICT_TYPES = List.of("TEXT", "INTEGER", "INT", "REAL", "BLOB", "ANY");
    private static final List<String> DEFAULTS = List.of(
            "NULL",
            "1",
            "-1",
            "+2.5e-3",
            "0x1F",
            "'it''s (x), --y'",
            "x'00ff'",
            "CURRENT_TIMESTAMP",
            "true",
            "(1 + 2)",
            "(strftime('%s', 'now') || ')')",
            "(3 /* c) */ + 1)");

    private static final ScratchDatabase SQLITE = new ScratchDatabase();

    @AfterContainer
    static void close() {
        SQLITE.close();
    }

    @Property(tries = 300)
    void reads_back_every_table_that_it_writes(@ForAll long seed) {
        var table = new Tables(new Random(seed)).table();
        var read = SQLITE.run(tx -> {
            table.createStatements().forEach(tx::script);
            return SchemaReader.read(tx);
        });

        assertThat(read.tables()).as(table.createSql()).containsExactly(table);
        assertThat(Schema.fromJson(read.toJson())).isEqualTo(read);
        assertThat(Schema.fromJson(read.toJson()).hash()).isEqualTo(read.hash());
        Fragments.require(table);
    }

    /// Makes tables with everything that SQLite allows together.
    private static final class Tables {
        private final Random random;
        private final @Nullable Conflict conflict;

        Tables(Random random) {
            this.random = random;
            this.conflict = sometimes() ? any(List.of(Conflict.values())) : null;
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private boolean sometimes() {
            return random.nextInt(3) == 0;
        }

        private @Nullable String name() {
            return sometimes() ? any(NAMES) : null;
        }

        /// Constraints over the same columns have to agree.
        private @Nullable Conflict conflict() {
            return conflict;
        }

        Table table() {
            boolean strict = sometimes();
            boolean withoutRowid = sometimes();
            var names = new ArrayList<>(NAMES);
            java.util.Collections.shuffle(names, random);
            var columns = new ArrayList<Column>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                columns.add(column(names.get(i), any(strict ? STRICT_TYPES : TYPES)));
            }
            var plain = List.copyOf(columns);
            if (sometimes()) {
                columns.add(Column.of(names.get(count), strict ? "INT" : any(TYPES))
                        .withGenerated(new Column.Generated(
                                SqlName.quote(plain.getFirst().name()) + " || ')'", random.nextBoolean())));
            }
            var table = Table.bare(any(NAMES), columns).withOptions(withoutRowid, strict);
            if (withoutRowid || sometimes()) {
                table = table.withPrimaryKey(key(plain, withoutRowid));
            }
            while (sometimes()) {
                table = table.with(new Unique(name(), keyColumns(plain), conflict()));
            }
            while (sometimes()) {
                table = table.with(new Check(
                        name(),
                        SqlName.quote(any(plain).name())
                                + any(List.of(" > 1", " <> ')'", " IN (1, 'a,b')", " IS /* x */ 2"))));
            }
            while (sometimes()) {
                table = table.with(new ForeignKey(
                        name(),
                        List.of(any(plain).name()),
                        any(NAMES),
                        random.nextBoolean() ? List.of() : List.of(any(NAMES)),
                        any(List.of(Action.values())),
                        any(List.of(Action.values())),
                        random.nextBoolean()));
            }
            while (sometimes()) {
                table = table.with(new Index(
                        "index " + table.indexes().size(),
                        random.nextBoolean(),
                        List.of(term(plain), term(plain)),
                        sometimes() ? SqlName.quote(any(plain).name()) + " IS NOT NULL" : null));
            }
            return table;
        }

        private Column column(String name, String type) {
            return new Column(
                    "",
                    name,
                    type,
                    random.nextBoolean(),
                    null,
                    sometimes() ? any(DEFAULTS) : null,
                    sometimes() ? any(List.of("NOCASE", "RTRIM", "BINARY")) : null,
                    null);
        }

        private PrimaryKey key(List<Column> columns, boolean withoutRowid) {
            var first = columns.getFirst();
            if (first.type().equals("INTEGER") && !withoutRowid) {
                boolean apart = sometimes();
                return new PrimaryKey(
                        name(),
                        List.of(new KeyColumn(first.name(), null, apart)),
                        !apart && random.nextBoolean(),
                        apart,
                        conflict());
            }
            return new PrimaryKey(name(), keyColumns(columns), false, false, conflict());
        }

        private List<KeyColumn> keyColumns(List<Column> columns) {
            var keys = new ArrayList<KeyColumn>();
            for (var column : columns) {
                if (keys.isEmpty() || sometimes()) {
                    keys.add(new KeyColumn(column.name(), sometimes() ? "NOCASE" : null, sometimes()));
                }
            }
            return keys;
        }

        private Index.Term term(List<Column> columns) {
            String name = any(columns).name();
            return random.nextBoolean()
                    ? new Index.Term(name, false, sometimes() ? "NOCASE" : null, sometimes())
                    : new Index.Term("lower(" + SqlName.quote(name) + ") || ','", true, null, sometimes());
        }
    }
}
