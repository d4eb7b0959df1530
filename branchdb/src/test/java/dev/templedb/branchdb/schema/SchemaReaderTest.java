package dev.templedb.branchdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.schema.ForeignKey.Action;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.ScratchDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchemaReaderTest {
    private static final ScratchDatabase SQLITE = new ScratchDatabase();

    @AfterAll
    static void close() {
        SQLITE.close();
    }

    private static Schema read(String script) {
        return SQLITE.run(tx -> {
            tx.script(script);
            return SchemaReader.read(tx);
        });
    }

    private static Table table(String script) {
        return read(script).tables().getFirst();
    }

    @Test
    @DisplayName("case 24: a new table has id, created_at and updated_at before its own columns, and id is its key")
    void writes_the_columns_of_the_system() {
        var posts = Table.define("posts").withColumn(Column.of("title", "TEXT"));
        var read = SQLITE.run(tx -> {
            posts.createStatements().forEach(tx::script);
            assertThat(tx.query("SELECT name, pk FROM pragma_table_info('posts')")
                            .list(row -> row.text(1) + row.longValue(2)))
                    .containsExactly("id1", "created_at0", "updated_at0", "title0");
            return SchemaReader.read(tx);
        });

        assertThat(read.tables()).containsExactly(posts);
        assertThat(read.triggers())
                .as("the engine's own trigger is not in the model")
                .isEmpty();
    }

    @Test
    @DisplayName("case 24: plain SQL gets an id, and updated_at moves with every update")
    void keeps_the_columns_of_the_system_true_for_plain_sql() {
        SQLITE.run(tx -> {
            Table.define("posts")
                    .withColumn(Column.of("title", "TEXT"))
                    .createStatements()
                    .forEach(tx::script);
            tx.script("INSERT INTO posts (title) VALUES ('a'), ('b'); PRAGMA recursive_triggers = ON");
            var ids = tx.query("SELECT id FROM posts").list(row -> row.text(1));
            assertThat(ids)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
            for (int i = 0; i < 20; i++) {
                String before = updatedAt(tx);
                tx.script("UPDATE posts SET title = title || 'x' WHERE title LIKE 'a%'");
                assertThat(updatedAt(tx)).isGreaterThan(before);
            }
            tx.script("UPDATE posts SET updated_at = 'mine' WHERE title LIKE 'a%'");
            assertThat(updatedAt(tx)).as("a value that is given stays").isEqualTo("mine");
            return tx.update("PRAGMA recursive_triggers = OFF").execute();
        });
    }

    private static String updatedAt(dev.templedb.sqlite.Transaction tx) {
        return tx.query("SELECT updated_at FROM posts WHERE title LIKE 'a%'")
                .first(row -> row.text(1))
                .orElseThrow();
    }

    @Test
    void reads_names_in_every_kind_of_quotes() {
        var table = table("""
                create table "a ""b"" c" ( -- a comment, with ( and '
                  [odd name] /* , */ "TEXT" , `back``tick` int,
                  'string' VARCHAR ( 20 , 3 ), "select" unsigned big int NULL, "" x,
                  [a]]b]]] text
                )
                """.replace("[a]]b]]] text", "plain"));

        assertThat(table.name()).isEqualTo("a \"b\" c");
        assertThat(table.columns())
                .extracting(Column::name)
                .containsExactly("odd name", "back`tick", "string", "select", "", "plain");
        assertThat(table.columns())
                .extracting(Column::type)
                .containsExactly("\"TEXT\"", "int", "VARCHAR(20,3)", "unsigned big int", "x", "");
    }

    @Test
    void reads_every_constraint_beside_a_column() {
        var table = table("""
                CREATE TABLE t (
                  a INTEGER CONSTRAINT pk PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT CONSTRAINT pos CHECK(a>0/*)*/),
                  b TEXT CONSTRAINT nn NOT NULL ON CONFLICT IGNORE CONSTRAINT u UNIQUE ON CONFLICT FAIL COLLATE "NOCASE" DEFAULT 'it''s (x)',
                  c DEFAULT -1.5e-3 REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL NOT DEFERRABLE,
                  d DEFAULT (strftime('%s', 'now')) REFERENCES p(x) DEFERRABLE INITIALLY DEFERRED,
                  e DEFAULT x'0aFF' CHECK (e IN (1, (2))), f DEFAULT CURRENT_TIMESTAMP UNIQUE, g DEFAULT + 5,
                  h AS (a + 1) STORED, i TEXT GENERATED ALWAYS AS (b || ')') VIRTUAL CHECK(i <> ''), j DEFAULT true
                )
                """);

        assertThat(table.primaryKey())
                .isEqualTo(new PrimaryKey("pk", List.of(KeyColumn.of("a")), true, false, Conflict.REPLACE));
        assertThat(table.checks())
                .containsExactlyInAnyOrder(
                        new Check("pos", "a>0"), new Check(null, "e IN (1, (2))"), new Check(null, "i <> ''"));
        assertThat(table.uniques())
                .containsExactlyInAnyOrder(new Unique("u", List.of(KeyColumn.of("b")), Conflict.FAIL), Unique.of("f"));
        assertThat(table.foreignKeys())
                .containsExactlyInAnyOrder(
                        new ForeignKey(null, List.of("c"), "p", List.of(), Action.SET_NULL, Action.CASCADE, false),
                        new ForeignKey(
                                null, List.of("d"), "p", List.of("x"), Action.NO_ACTION, Action.NO_ACTION, true));
        assertThat(table.columns())
                .containsExactly(
                        Column.of("a", "INTEGER"),
                        new Column("", "b", "TEXT", true, Conflict.IGNORE, "'it''s (x)'", "NOCASE", null),
                        Column.of("c", "").withDefault("-1.5e-3"),
                        Column.of("d", "").withDefault("(strftime('%s', 'now'))"),
                        Column.of("e", "").withDefault("x'0aFF'"),
                        Column.of("f", "").withDefault("CURRENT_TIMESTAMP"),
                        Column.of("g", "").withDefault("+ 5"),
                        Column.of("h", "").withGenerated(new Column.Generated("a + 1", true)),
                        Column.of("i", "TEXT").withGenerated(new Column.Generated("b || ')'", false)),
                        Column.of("j", "").withDefault("true"));
    }

    @Test
    void reads_constraints_after_the_columns_even_without_commas() {
        var table = table("""
                CREATE TABLE t (a, b, c, CONSTRAINT k PRIMARY KEY (b COLLATE NOCASE DESC, a) ON CONFLICT ROLLBACK
                  UNIQUE (c, a DESC) CONSTRAINT ok CHECK (a <> b) ON CONFLICT ABORT
                  FOREIGN KEY (a, b) REFERENCES p (x, y) ON DELETE RESTRICT ON UPDATE SET DEFAULT,
                  CONSTRAINT fk FOREIGN KEY (c) REFERENCES "t") WITHOUT ROWID, STRICT
                """.replace("(a, b, c,", "(a ANY, b TEXT, c ANY,"));

        assertThat(table.primaryKey())
                .isEqualTo(new PrimaryKey(
                        "k",
                        List.of(new KeyColumn("b", "NOCASE", true), KeyColumn.of("a")),
                        false,
                        false,
                        Conflict.ROLLBACK));
        assertThat(table.uniques())
                .containsExactly(new Unique(null, List.of(KeyColumn.of("c"), new KeyColumn("a", null, true)), null));
        assertThat(table.checks()).containsExactly(new Check("ok", "a <> b"));
        assertThat(table.foreignKeys()).extracting(ForeignKey::name).containsExactlyInAnyOrder(null, "fk");
        assertThat(table.withoutRowid()).isTrue();
        assertThat(table.strict()).isTrue();
    }

    @Test
    void knows_that_a_descending_key_beside_a_column_is_not_the_number_of_the_row() {
        for (var sql : List.of(
                "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)", "CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))")) {
            boolean apart = table(sql).primaryKey() instanceof PrimaryKey key && key.apart();
            for (var written : List.of(sql, table(sql).createSql())) {
                long nulls = SQLITE.run(tx -> {
                    tx.script(written + "; INSERT INTO t VALUES (NULL)");
                    return tx.query("SELECT count(*) FROM t WHERE a IS NULL").longValue();
                });
                assertThat(nulls == 1).as(written).isEqualTo(apart);
            }
        }
    }

    @Test
    void reads_indexes_views_and_triggers() {
        var schema = read("""
                CREATE TABLE t (a TEXT, "b c" INT);
                CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t ([b c] COLLATE nocase DESC, 'a' ASC, lower(a) || ',' DESC, (a))
                  WHERE a IS NOT NULL -- only these
                ;
                CREATE VIEW v ("x y", z) AS SELECT a /* a */, "b c" FROM t ORDER BY 1;
                CREATE TRIGGER tr INSTEAD OF UPDATE OF z, "x y" ON "v" WHEN NEW.z > 1 BEGIN
                  DELETE FROM t; -- all of it;
                  INSERT INTO t VALUES ('END;', 1);
                END;
                CREATE TABLE __engine (a); CREATE TRIGGER __touch_t AFTER UPDATE ON t BEGIN SELECT 1; END;
                """);

        assertThat(schema.tables()).hasSize(1);
        assertThat(schema.table("T").orElseThrow().indexes())
                .containsExactly(new Index(
                        "i",
                        true,
                        List.of(
                                new Index.Term("b c", false, "nocase", true),
                                Index.Term.column("a"),
                                new Index.Term("lower(a) || ','", true, null, true),
                                new Index.Term("(a)", true, null, false)),
                        "a IS NOT NULL"));
        assertThat(schema.views())
                .containsExactly(new View("v", List.of("x y", "z"), "SELECT a /* a */, \"b c\" FROM t ORDER BY 1"));
        assertThat(schema.triggers()).hasSize(1);
        assertThat(schema.triggers().getFirst().target()).isEqualTo("v");
        assertThat(schema.triggers().getFirst().event()).isEqualTo("INSTEAD OF UPDATE OF z, \"x y\"");
        assertThat(read(String.join(";\n", schema.createStatements()))).isEqualTo(schema);
    }

    @Test
    void reads_what_sqlite_makes_of_its_own_alterations() {
        var schema = read("""
                CREATE TABLE t (a INT CHECK (a > 0), b TEXT, UNIQUE (b));
                ALTER TABLE t ADD COLUMN c REAL NOT NULL DEFAULT 1.5 REFERENCES t(b);
                ALTER TABLE t RENAME COLUMN a TO "x y";
                ALTER TABLE t ADD CONSTRAINT k CHECK (c < 9);
                ALTER TABLE t ALTER COLUMN b SET NOT NULL;
                ALTER TABLE t RENAME TO u;
                CREATE TABLE s AS SELECT * FROM u;
                """);

        assertThat(schema.table("u").orElseThrow())
                .isEqualTo(Table.bare(
                                "u",
                                List.of(
                                        Column.of("x y", "INT"),
                                        Column.of("b", "TEXT").withNotNull(true),
                                        Column.of("c", "REAL").withNotNull(true).withDefault("1.5")))
                        .with(new Check(null, "\"x y\" > 0"))
                        .with(new Check("k", "c < 9"))
                        .with(Unique.of("b"))
                        .with(ForeignKey.of("c", "u", "b", Action.NO_ACTION)));
        assertThat(schema.table("s").orElseThrow().columns()).hasSize(3);
    }

    @Test
    void leaves_out_the_name_of_the_table_before_its_own_columns() {
        var table = table("CREATE TABLE t (a INT, b INT, CHECK (T . a > 't.a' AND [t].b + 1.5 < \"t\".\"a\"))");

        assertThat(table.checks()).containsExactly(new Check(null, "a > 't.a' AND b + 1.5 < \"a\""));
    }

    @Test
    void refuses_a_virtual_table_by_name() {
        assertThatThrownBy(() -> read("CREATE VIRTUAL TABLE words USING fts5(text)"))
                .hasMessageContaining("'words' is a virtual table")
                .extracting(error -> ((TempleException) error).code())
                .isEqualTo(ErrorCode.SCHEMA_UNREADABLE);
    }

    @Test
    void refuses_a_text_that_is_no_statement() {
        for (var text : List.of(
                "",
                "CREATE TABLE",
                "CREATE TABLE t",
                "CREATE TABLE t (",
                "CREATE TABLE t (a",
                "DROP TABLE t",
                "CREATE TABLE t (a DEFAULT",
                "CREATE TABLE t (a CHECK (",
                "CREATE TABLE t (a b(")) {
            assertThatThrownBy(() -> SchemaReader.readTable(text)).as(text).isInstanceOf(TempleException.class);
        }
    }

    @Test
    void hashes_the_form_and_not_the_identities() {
        var schema = read("CREATE TABLE t (a TEXT)");

        assertThat(schema.identified().hash()).isEqualTo(schema.hash());
        assertThat(schema.identified().looksLike(schema)).isTrue();
        assertThat(read("create table \"t\" ( [a]  TEXT /* same */ )").hash()).isEqualTo(schema.hash());
        assertThat(read("CREATE TABLE t (a INT)").hash()).isNotEqualTo(schema.hash());
        var known = schema.identified();
        assertThat(schema.identifiedBy(known)).isEqualTo(known);
        assertThat(Schema.fromJson(known.toJson())).isEqualTo(known);
    }
}
