package dev.templedb.branchdb.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.changes.Change.AddColumn;
import dev.templedb.branchdb.changes.Change.AlterColumn;
import dev.templedb.branchdb.changes.Change.AlterTable;
import dev.templedb.branchdb.changes.Change.CopyTable;
import dev.templedb.branchdb.changes.Change.CreateIndex;
import dev.templedb.branchdb.changes.Change.CreateTable;
import dev.templedb.branchdb.changes.Change.CreateTrigger;
import dev.templedb.branchdb.changes.Change.CreateView;
import dev.templedb.branchdb.changes.Change.DropColumn;
import dev.templedb.branchdb.changes.Change.DropIndex;
import dev.templedb.branchdb.changes.Change.DropTable;
import dev.templedb.branchdb.changes.Change.DropTrigger;
import dev.templedb.branchdb.changes.Change.DropView;
import dev.templedb.branchdb.changes.Change.RenameColumn;
import dev.templedb.branchdb.changes.Change.RenameTable;
import dev.templedb.branchdb.changes.Change.UpdateView;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.ForeignKey.Action;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {
    /// A parent that has everything, with children that cascade and children that restrict.
    private static final Table TEAMS = Table.define("teams")
            .withColumn(Column.of("name", "TEXT").withNotNull(true))
            .withColumn(Column.of("note", "TEXT"))
            .withColumn(Column.of("size", "INTEGER").withDefault("1"))
            .with(Unique.of("name"))
            .with(new Check("positive", "size > 0"))
            .with(new Index("idx_teams_size", false, List.of(Index.Term.column("size")), "size > 1"));

    private static final Table MEMBERS = Table.define("members")
            .withColumn(Column.of("team_id", "TEXT"))
            .withColumn(Column.of("nick", "TEXT"))
            .withColumn(Column.of("age", "INTEGER"))
            .with(ForeignKey.of("team_id", "teams", "id", Action.CASCADE))
            .with(new Index("idx_members_nick", false, List.of(Index.Term.column("nick")), null));

    private static final Table BILLS = Table.define("bills")
            .withColumn(Column.of("team_id", "TEXT").withNotNull(true))
            .with(ForeignKey.of("team_id", "teams", "id", Action.RESTRICT));

    @TempDir
    private Path directory;

    private TestFile db;

    @BeforeEach
    void make() {
        db = new TestFile(directory.resolve("t.db"));
        db.apply(new CreateTable(TEAMS), new CreateTable(MEMBERS), new CreateTable(BILLS));
        db.script("""
                INSERT INTO teams (id, name, note, size) VALUES ('t1', 'red', 'a note', 2), ('t2', 'blue', NULL, 3);
                INSERT INTO members (id, team_id, nick, age) VALUES
                    ('m1', 't1', 'ann', 30), ('m2', 't1', NULL, 31), ('m3', 't2', 'o''b', NULL);
                INSERT INTO bills (id, team_id) VALUES ('b1', 't1'), ('b2', 't2');
                """);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String... words) {
        var refusal = assertThatThrownBy(call).isInstanceOf(TempleException.class);
        refusal.extracting(error -> ((TempleException) error).code()).isEqualTo(code);
        for (var word : words) {
            assertThatThrownBy(call).hasMessageContaining(word);
        }
    }

    @Test
    @DisplayName(
            "case 25: a second table of a name is refused, in upper and lower case, and so are columns of the system")
    void refuses_names_that_are_taken_or_protected() {
        refused(ErrorCode.TABLE_EXISTS, () -> db.apply(new CreateTable(Table.define("Teams"))), "Teams");
        refused(ErrorCode.DATABASE_NAME_RESERVED, () -> db.apply(new CreateTable(Table.define("__x"))));
        refused(ErrorCode.DATABASE_NAME_RESERVED, () -> db.apply(new CreateTable(Table.define("sqlite_x"))));
        refused(
                ErrorCode.COLUMN_EXISTS,
                () -> db.apply(new CreateTable(Table.define("x").withColumn(Column.of("ID", "TEXT")))));
        refused(
                ErrorCode.COLUMN_PROTECTED,
                () -> db.apply(new CreateTable(Table.bare("x", List.of(Column.of("updated_at", "TEXT"))))));
        refused(
                ErrorCode.COLUMN_EXISTS,
                () -> db.apply(new CreateTable(
                        Table.define("x").withColumn(Column.of("a", "TEXT")).withColumn(Column.of("A", "TEXT")))));
        db.apply(new CreateTable(Table.define("only_system_columns")));
    }

    @Test
    @DisplayName(
            "case 26: a foreign key to an unknown table or column is refused, to itself and any action it is accepted")
    void checks_what_foreign_keys_refer_to() {
        for (var wrong : List.of(
                ForeignKey.of("a", "nowhere", "id", Action.CASCADE),
                ForeignKey.of("a", "teams", "nothing", Action.CASCADE),
                ForeignKey.of("a", "teams", "note", Action.CASCADE))) {
            refused(
                    ErrorCode.REFERENCE_INVALID,
                    () -> db.apply(new CreateTable(
                            Table.define("x").withColumn(Column.of("a", "TEXT")).with(wrong))),
                    wrong.parent());
        }
        for (var action : Action.values()) {
            db.apply(new CreateTable(Table.define("x_" + action.ordinal())
                    .withColumn(Column.of("a", "TEXT"))
                    .withColumn(Column.of("b", "TEXT"))
                    .with(ForeignKey.of("a", "x_" + action.ordinal(), "id", action))
                    .with(ForeignKey.of("b", "teams", "name", action))));
        }
    }

    @Test
    @DisplayName("case 27: a child with an unknown parent is refused, and goes with its parent when that cascades")
    void enforces_foreign_keys_outside_of_changes() {
        assertThatThrownBy(() -> db.script("INSERT INTO members (team_id) VALUES ('nobody')"))
                .hasMessageContaining("FOREIGN KEY");
        db.script("DELETE FROM bills; DELETE FROM teams WHERE id = 't1'");
        assertThat(db.rows("id FROM members")).containsExactly("m3");
    }

    @Test
    @DisplayName("case 29: a copy of a table has its rows when asked, and all its constraints")
    void copies_a_table_with_its_constraints() {
        db.apply(new CopyTable("teams", SchemaEditor.copyOf(TEAMS, "groups"), true));
        db.apply(new CopyTable("members", SchemaEditor.copyOf(MEMBERS, "people"), false));

        assertThat(db.rows("id, name, note, size FROM groups")).isEqualTo(db.rows("id, name, note, size FROM teams"));
        assertThat(db.rows("id FROM people")).isEmpty();
        assertThatThrownBy(() -> db.script("INSERT INTO groups (name) VALUES ('red')"))
                .hasMessageContaining("UNIQUE");
        assertThatThrownBy(() -> db.script("INSERT INTO groups (name, size) VALUES ('x', 0)"))
                .hasMessageContaining("CHECK");
        assertThatThrownBy(() -> db.script("INSERT INTO people (team_id) VALUES ('x')"))
                .hasMessageContaining("FOREIGN KEY");
        assertThat(db.schema().tableOfIndex("idx_groups_size")).isPresent();
        refused(
                ErrorCode.TABLE_EXISTS,
                () -> db.apply(new CopyTable("teams", SchemaEditor.copyOf(TEAMS, "bills"), true)));
        refused(
                ErrorCode.TABLE_NOT_FOUND,
                () -> db.apply(new CopyTable("nothing", SchemaEditor.copyOf(TEAMS, "x"), true)));
    }

    @Test
    @DisplayName("case 30: a dropped table is gone, and its name can be used again")
    void drops_a_table_and_makes_it_again() {
        db.apply(new DropTable("bills"));

        refused(ErrorCode.TABLE_NOT_FOUND, () -> db.apply(new DropTable("bills")), "bills");
        db.apply(new CreateTable(BILLS));
        assertThat(db.rows("id FROM bills")).isEmpty();
    }

    @Test
    void refuses_to_drop_what_others_use_and_names_them() {
        db.apply(new CreateView(View.of("big", "SELECT name, size FROM teams WHERE size > 2")));
        db.apply(new CreateTrigger(SchemaReader.readTrigger(
                "CREATE TRIGGER grow AFTER INSERT ON members BEGIN UPDATE teams SET note = NEW.nick; END")));

        refused(
                ErrorCode.SCHEMA_IN_USE,
                () -> db.apply(new DropTable("teams")),
                "view big",
                "trigger grow",
                "foreign key of table members",
                "foreign key of table bills");
        refused(ErrorCode.SCHEMA_IN_USE, () -> db.apply(new DropColumn("teams", "size")), "view big");
        refused(ErrorCode.SCHEMA_IN_USE, () -> db.apply(new DropColumn("teams", "note")), "trigger grow");
        refused(ErrorCode.SCHEMA_IN_USE, () -> db.apply(new DropColumn("members", "nick")), "trigger grow");
        db.apply(new CreateView(View.of("bigger", "SELECT * FROM big")));
        refused(ErrorCode.SCHEMA_IN_USE, () -> db.apply(new DropView("big")), "view bigger");
    }

    @Test
    @DisplayName("case 31: old rows show the default of a new column")
    void adds_a_column_with_a_default() {
        var planned = db.apply(
                AddColumn.of(
                        "teams", Column.of("city", "TEXT").withNotNull(true).withDefault("'Graz'")),
                AddColumn.of("teams", Column.of("seen", "TEXT").withDefault("(strftime('%Y', 'now'))")));

        assertThat(db.rows("city, length(seen) FROM teams")).containsExactly("Graz|4", "Graz|4");
        assertThat(planned.plan().steps().getFirst().sql()).startsWith("ALTER TABLE \"teams\" ADD COLUMN \"city\"");
    }

    @Test
    @DisplayName(
            "case 32: a NOT NULL column without a default is refused where there are rows, and nothing has changed")
    void refuses_a_column_that_rows_have_no_value_for() {
        var change = AddColumn.of("teams", Column.of("city", "TEXT").withNotNull(true));
        var before = db.read();

        refused(ErrorCode.DATA_IN_THE_WAY, () -> db.apply(change), "column teams.city has 2 NULLs");
        assertThat(db.read()).isEqualTo(before);
        assertThat(db.schema().table("teams").orElseThrow().column("city")).isEmpty();

        db.script("DELETE FROM bills; DELETE FROM teams");
        db.apply(change);
    }

    @Test
    void fills_a_new_column_from_the_others() {
        db.apply(new AddColumn(
                "teams",
                Column.of("label", "TEXT").withNotNull(true),
                List.of(Unique.of("label")),
                List.of(),
                List.of(),
                "upper(name) || size"));

        assertThat(db.rows("label FROM teams ORDER BY label")).containsExactly("BLUE3", "RED2");
    }

    @Test
    @DisplayName("case 33: a duplicate, a protected column and an unknown table are three different errors")
    void tells_wrong_columns_apart() {
        refused(ErrorCode.COLUMN_EXISTS, () -> db.apply(AddColumn.of("teams", Column.of("Name", "TEXT"))));
        refused(ErrorCode.COLUMN_EXISTS, () -> db.apply(AddColumn.of("teams", Column.of("created_at", "TEXT"))));
        refused(ErrorCode.TABLE_NOT_FOUND, () -> db.apply(AddColumn.of("nothing", Column.of("a", "TEXT"))));
        refused(ErrorCode.COLUMN_PROTECTED, () -> db.apply(new DropColumn("teams", "created_at")));
        refused(ErrorCode.COLUMN_PROTECTED, () -> db.apply(new RenameColumn("teams", "id", "key")));
        refused(ErrorCode.COLUMN_NOT_FOUND, () -> db.apply(new DropColumn("teams", "nothing")));
        refused(ErrorCode.COLUMN_TYPE_INVALID, () -> db.apply(AddColumn.of("teams", Column.of("a", "MONEY"))), "MONEY");
        refused(ErrorCode.DATABASE_NAME_INVALID, () -> db.apply(AddColumn.of("teams", Column.of("a b", "TEXT"))));
    }

    @Test
    @DisplayName("case 34: dropping a column leaves keys, constraints, indexes, triggers and views as they are")
    void keeps_everything_else_when_a_column_goes() {
        db.apply(
                new CreateView(View.of("names", "SELECT id, name FROM teams")),
                new CreateTrigger(SchemaReader.readTrigger(
                        "CREATE TRIGGER shout AFTER INSERT ON teams BEGIN UPDATE teams SET name = upper(NEW.name)"
                                + " WHERE id = NEW.id; END")));
        var before = db.read();
        // The unique column goes natively nowhere: a rebuild.
        db.apply(AddColumn.of("teams", Column.of("code", "TEXT")), new AlterTable(withUnique("code")));
        db.apply(new DropColumn("teams", "code"));
        db.apply(new DropColumn("teams", "note"));

        var after = db.read();
        var teams = after.table("teams").orElseThrow();
        assertThat(after.table("teams"))
                .contains(ColumnUse.of(before.table("teams").orElseThrow(), "note")
                        .without());
        assertThat(teams.primaryKey()).isEqualTo(TEAMS.primaryKey());
        assertThat(teams.uniques()).isEqualTo(TEAMS.uniques());
        assertThat(teams.checks()).isEqualTo(TEAMS.checks());
        assertThat(teams.indexes()).isEqualTo(TEAMS.indexes());
        assertThat(after.views()).isEqualTo(before.views());
        assertThat(after.triggers()).isEqualTo(before.triggers());
        assertThat(after.table("members")).isEqualTo(before.table("members"));
        db.script("INSERT INTO teams (id, name) VALUES ('t3', 'green')");
        assertThat(db.rows("name FROM names WHERE id = 't3'")).containsExactly("GREEN");
        assertThatThrownBy(() -> db.script("INSERT INTO teams (id, name) VALUES ('t1', 'x')"))
                .hasMessageContaining("UNIQUE");
        String updated = db.rows("updated_at FROM teams WHERE id = 't1'").getFirst();
        db.script("UPDATE teams SET size = 9 WHERE id = 't1'");
        assertThat(db.rows("updated_at FROM teams WHERE id = 't1'").getFirst()).isGreaterThan(updated);
    }

    private Table withUnique(String column) {
        return db.schema()
                .table("teams")
                .orElseThrow()
                .withColumn(Column.of(column, "TEXT"))
                .with(Unique.of(column));
    }

    @Test
    @DisplayName(
            "case 35, case 36: the children of a table that is made anew are not touched, cascading or restricting")
    void leaves_children_alone() {
        var planned = db.apply(new DropColumn("teams", "size"));

        assertThat(planned.plan().steps()).extracting(Step::name).contains("drop_old", "rename_new");
        assertThat(db.rows("id, team_id FROM members")).containsExactly("m1|t1", "m2|t1", "m3|t2");
        assertThat(db.rows("id, team_id FROM bills")).containsExactly("b1|t1", "b2|t2");
        assertThatThrownBy(() -> db.script("DELETE FROM teams WHERE id = 't1'")).hasMessageContaining("FOREIGN KEY");
        db.script("DELETE FROM bills; DELETE FROM teams WHERE id = 't1'");
        assertThat(db.rows("id FROM members"))
                .as("the children still know their parent")
                .containsExactly("m3");
    }

    @Test
    @DisplayName("case 35, case 36: a plan runs only where foreign keys are off")
    void refuses_to_run_where_foreign_keys_would_fire() {
        var plan = Planner.plan(db.schema(), List.of(new DropColumn("teams", "size")))
                .plan();

        assertThatThrownBy(() -> db.file.write(tx -> {
                    plan.run(tx);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(db.rows("count(*) FROM members")).containsExactly("3");
    }

    @Test
    @DisplayName("case 37: a renamed column is listed at once, and later changes find it")
    void renames_a_column_back_and_forth() {
        db.apply(new CreateView(View.of("notes", "SELECT note FROM teams")));
        db.apply(new RenameColumn("teams", "note", "remark"));
        assertThat(db.read().table("teams").orElseThrow().column("remark")).isPresent();
        assertThat(db.rows("remark FROM notes WHERE remark IS NOT NULL")).containsExactly("a note");
        refused(ErrorCode.COLUMN_NOT_FOUND, () -> db.apply(new DropColumn("teams", "note")));

        db.apply(new RenameColumn("teams", "remark", "note"));
        db.apply(new DropView("notes"));
        db.apply(new DropColumn("teams", "note"));
        assertThat(db.read().table("teams").orElseThrow().column("note")).isEmpty();
    }

    @Test
    void renames_rewrite_views_triggers_checks_indexes_and_children() {
        db.apply(
                new CreateView(View.of("big", "SELECT t.size AS s FROM teams AS t WHERE t.size > 2")),
                new CreateTrigger(SchemaReader.readTrigger(
                        "CREATE TRIGGER grow AFTER UPDATE OF size ON teams WHEN NEW.size > OLD.size BEGIN"
                                + " UPDATE teams SET note = OLD.size WHERE id = NEW.id; END")));
        var identity = db.schema().table("teams").orElseThrow().identity();
        db.apply(new RenameTable("teams", "crews"), new RenameColumn("crews", "size", "head_count"));

        db.script("UPDATE crews SET head_count = 8 WHERE id = 't1'");
        assertThat(db.rows("note FROM crews WHERE id = 't1'")).containsExactly("2");
        assertThat(db.rows("s FROM big ORDER BY s")).containsExactly("3", "8");
        var crews = db.read().table("crews").orElseThrow();
        assertThat(crews.checks())
                .singleElement()
                .extracting(Check::expression)
                .asString()
                .contains("head_count");
        assertThat(crews.indexes()).singleElement().matches(index -> index.hasColumn("head_count"));
        assertThat(db.read().table("members").orElseThrow().foreignKeys())
                .containsExactly(ForeignKey.of("team_id", "crews", "id", Action.CASCADE));
        assertThat(db.schema().table("crews").orElseThrow().identity()).isEqualTo(identity);
        String updated = db.rows("updated_at FROM crews WHERE id = 't2'").getFirst();
        db.script("UPDATE crews SET note = 'x' WHERE id = 't2'");
        assertThat(db.rows("updated_at FROM crews WHERE id = 't2'").getFirst()).isGreaterThan(updated);
        assertThat(db.file.<Boolean>read(tx -> tx.query("SELECT 1 FROM sqlite_schema WHERE name = '__touch_teams'")
                        .exists()))
                .isFalse();
    }

    @Test
    @DisplayName("case 38: NULLs that are in the way of NOT NULL are counted, for every tenant")
    void counts_nulls() {
        var change = new AlterColumn("members", Column.of("nick", "TEXT").withNotNull(true), null);

        refused(ErrorCode.DATA_IN_THE_WAY, () -> db.apply(change), "column members.nick has 1 NULL");
        var byTenant = new TreeMap<String, List<Offence>>();
        byTenant.put("acme", db.trial(change));
        db.script("UPDATE members SET nick = NULL");
        byTenant.put("main", db.trial(change));
        assertThat(Offence.report(byTenant))
                .hasMessageContaining("column members.nick has 1 NULL in tenant acme")
                .hasMessageContaining("column members.nick has 3 NULLs in tenant main");
        assertThat(db.schema()
                        .table("members")
                        .orElseThrow()
                        .column("nick")
                        .orElseThrow()
                        .notNull())
                .isFalse();
    }

    @Test
    void a_trial_finds_all_offences_of_a_file_at_once_and_changes_nothing() {
        db.script("UPDATE teams SET note = 'same'");
        var before = db.read();
        var offences = db.trial(
                new AlterColumn("members", Column.of("nick", "TEXT").withNotNull(true), null),
                new CreateIndex("teams", new Index("u", true, List.of(Index.Term.column("note")), null)),
                new AlterColumn("members", Column.of("age", "INTEGER").withNotNull(true), null),
                AddColumn.of("teams", Column.of("extra", "TEXT")),
                new AlterTable(db.schema().table("bills").orElseThrow().with(new Check(null, "team_id <> 't1'"))));

        assertThat(offences)
                .extracting(Offence::reason)
                .containsExactly(
                        "column members.nick has 1 NULL",
                        "column teams.note has 2 rows with a value that another row has",
                        "column members.age has 1 NULL",
                        "check (team_id <> 't1') of table bills has 1 row that breaks the condition");
        assertThat(offences).extracting(Offence::change).containsExactly(0, 1, 2, 4);
        assertThat(db.read()).isEqualTo(before);
    }

    @Test
    @DisplayName("case 39: a fill value replaces NULLs and nothing else, quotes and all")
    void fills_nulls() {
        db.apply(new AlterColumn("members", Column.of("nick", "TEXT").withNotNull(true), "'it''s'"));

        assertThat(db.rows("id, nick FROM members")).containsExactly("m1|ann", "m2|it's", "m3|o'b");
        assertThatThrownBy(() -> db.script("UPDATE members SET nick = NULL")).hasMessageContaining("NOT NULL");
    }

    @Test
    @DisplayName("case 40: a column that is like that already, or protected, is not altered")
    void refuses_an_alteration_that_is_none() {
        refused(
                ErrorCode.COLUMN_UNCHANGED,
                () -> db.apply(new AlterColumn("members", Column.of("nick", "TEXT"), null)));
        refused(
                ErrorCode.COLUMN_PROTECTED,
                () -> db.apply(new AlterColumn("members", Column.of("created_at", "INTEGER"), null)));
    }

    @Test
    void alters_type_default_and_not_null_and_back() {
        db.apply(new AlterColumn(
                "teams", Column.of("size", "TEXT").withNotNull(true).withDefault("'7'"), null));
        db.script("INSERT INTO teams (id, name) VALUES ('t3', 'x')");
        assertThat(db.rows("typeof(size), size FROM teams ORDER BY id")).containsExactly("text|2", "text|3", "text|7");
        db.apply(new AlterColumn("teams", Column.of("size", "TEXT").withDefault("'7'"), null));
        db.script("INSERT INTO teams (id, name, size) VALUES ('t4', 'y', NULL)");
        assertThat(db.rows("count(*) FROM members")).containsExactly("3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INTEGER | 'many'                          | column teams.label has 1 value of another type
            INTEGER | '1.5'                           | column teams.label has 1 value of another type
            INTEGER | x'00'                           | column teams.label has 1 value of another type
            INTEGER | '99999999999999999999'          | column teams.label has 1 value of another type
            INTEGER | ' 12 '                          |
            INTEGER | '3.0'                           |
            INTEGER | NULL                            |
            REAL    | 'x'                             | column teams.label has 1 value of another type
            REAL    | '0.1234567890123456'            | column teams.label has 1 number that would lose digits
            REAL    | '-1234567.25e10'                |
            NUMERIC | '12345678901234567.01'          | column teams.label has 1 number that would lose digits
            NUMERIC | '1234567890.12'                 |
            NUMERIC | '000001234567890.1200000000000' |
            BLOB    | 'x'                             | column teams.label has 1 value of another type
            BOOLEAN | 'yes'                           | check ("label" IN (0, 1)) of table teams has 1 row that breaks the condition
            BOOLEAN | '1'                             |
            """)
    void values_that_are_not_of_the_new_type_are_in_the_way(String type, String value, @Nullable String reason) {
        db.apply(AddColumn.of("teams", Column.of("label", "TEXT")));
        db.script("UPDATE teams SET label = %s WHERE id = 't1'".formatted(value));
        var before = db.rows("id, label FROM teams ORDER BY id");

        var offences = db.trial(new AlterColumn("teams", Column.of("label", type), null));

        assertThat(offences).extracting(Offence::reason).isEqualTo(reason == null ? List.of() : List.of(reason));
        assertThat(db.rows("id, label FROM teams ORDER BY id")).isEqualTo(before);
        if (reason == null) {
            db.apply(new AlterColumn("teams", Column.of("label", type), null));
        }
    }

    @Test
    void numbers_that_another_type_cannot_hold_are_in_the_way_and_so_are_fills_of_the_wrong_type() {
        db.apply(
                AddColumn.of("teams", Column.of("whole", "INTEGER")), AddColumn.of("teams", Column.of("part", "REAL")));
        db.script("UPDATE teams SET whole = 9007199254740993, part = 0.1 + 0.2 WHERE id = 't1'");

        assertThat(db.trial(new AlterColumn("teams", Column.of("whole", "REAL"), null)))
                .extracting(Offence::reason)
                .containsExactly("column teams.whole has 1 number that would lose digits");
        assertThat(db.trial(new AlterColumn("teams", Column.of("part", "TEXT"), null)))
                .isEmpty();
        assertThat(db.trial(new AddColumn("teams", Column.of("n", "INTEGER"), List.of(), List.of(), List.of(), "name")))
                .extracting(Offence::reason)
                .containsExactly("column teams.n has 2 values of another type");
    }

    @Test
    @DisplayName("case 72: a BOOLEAN column takes true, false and NULL, from plain SQL too")
    void keeps_booleans_to_true_and_false() {
        db.apply(
                AddColumn.of("teams", Column.of("active", "BOOLEAN")),
                new CreateTable(Table.define("flags").withColumn(Column.of("up", "BOOLEAN"))));
        db.script("UPDATE teams SET active = true WHERE id = 't1'; INSERT INTO flags (up) VALUES (0), (NULL)");
        assertThatThrownBy(() -> db.script("UPDATE teams SET active = 'maybe'")).hasMessageContaining("CHECK");
        assertThatThrownBy(() -> db.script("INSERT INTO flags (up) VALUES (2)")).hasMessageContaining("CHECK");

        db.apply(new RenameColumn("teams", "active", "on_duty"));
        db.apply(new AlterColumn("flags", Column.of("up", "INTEGER"), null));
        db.script("INSERT INTO flags (up) VALUES (2)");
        assertThatThrownBy(() -> db.script("UPDATE teams SET on_duty = 2")).hasMessageContaining("CHECK");
        db.apply(new DropColumn("teams", "on_duty"));
    }

    @Test
    @DisplayName("case 41: views are made, changed and dropped; a duplicate, an unknown one and bad SQL are refused")
    void makes_views() {
        db.apply(new CreateView(View.of("v", "SELECT name FROM teams")));
        refused(ErrorCode.VIEW_EXISTS, () -> db.apply(new CreateView(View.of("V", "SELECT 1"))));
        refused(ErrorCode.VIEW_EXISTS, () -> db.apply(new CreateView(View.of("teams", "SELECT 1"))));
        refused(ErrorCode.TABLE_EXISTS, () -> db.apply(new CreateTable(Table.define("v"))));
        refused(ErrorCode.VIEW_NOT_FOUND, () -> db.apply(new DropView("nothing")));
        refused(ErrorCode.VIEW_NOT_FOUND, () -> db.apply(new UpdateView(View.of("nothing", "SELECT 1"))));
        for (var bad :
                List.of("SELECT nothing FROM teams", "SELEC 1", "SELECT 1; DROP TABLE teams", "SELECT * FROM gone")) {
            refused(ErrorCode.SCHEMA_SQL_INVALID, () -> db.apply(new CreateView(View.of("w", bad))));
        }
        assertThat(db.read().views()).hasSize(1);

        var planned = db.apply(new UpdateView(View.of("v", "SELECT size FROM teams")));
        assertThat(planned.plan().steps()).extracting(Step::name).containsExactly("drop_existing", "create_view");
        assertThat(db.rows("size FROM v ORDER BY 1")).containsExactly("2", "3");
        db.apply(new DropView("v"));
        assertThat(db.read().views()).isEmpty();
    }

    @Test
    @DisplayName("case 21: a piece of SQL that goes on behind its end is refused, wherever it is")
    void refuses_pieces_that_are_more_than_they_should_be() {
        var t = "members";
        for (Change change : List.of(
                AddColumn.of(t, Column.of("x", "TEXT").withDefault("1, evil TEXT")),
                AddColumn.of(t, Column.of("x", "TEXT").withDefault("(1); DROP TABLE bills; --")),
                AddColumn.of(t, Column.of("x", "TEXT").withGenerated(new Column.Generated("1), (2", false))),
                new AddColumn(t, Column.of("x", "TEXT"), List.of(), List.of(), List.of(), "1, (SELECT 1"),
                new AddColumn(t, Column.of("x", "TEXT"), List.of(), List.of(), List.of(), "1; DROP TABLE bills"),
                new AddColumn(t, Column.of("x", "TEXT"), List.of(), List.of(), List.of(), "1 --"),
                new AlterTable(MEMBERS.with(new Check(null, "1), evil TEXT, CHECK (2"))),
                new AlterTable(MEMBERS.with(new Check(null, "1 -- "))),
                new CreateIndex(t, new Index("i", false, List.of(Index.Term.column("age")), "1; DROP TABLE bills")),
                new CreateIndex(t, new Index("i", false, List.of(new Index.Term("age), (1", true, null, false)), null)),
                new CreateView(View.of("v", "SELECT 1; CREATE TABLE __evil (a)")),
                new CreateView(View.of("v", "SELECT 1 -- ")),
                new CreateTrigger(new dev.templedb.branchdb.schema.Trigger(
                        "tr",
                        t,
                        "AFTER INSERT",
                        "BEGIN SELECT 1; END; DROP TABLE bills; SELECT CASE 1 WHEN 1 THEN 1 END")))) {
            refused(ErrorCode.SCHEMA_SQL_INVALID, () -> db.apply(change));
        }
        for (var bad : List.of("nothing > 1", "1 +", "SELECT 1")) {
            refused(ErrorCode.SCHEMA_SQL_INVALID, () -> db.apply(new AlterTable(MEMBERS.with(new Check(null, bad)))));
        }
    }

    @Test
    void keeps_the_triggers_of_a_view_that_gets_another_query() {
        db.apply(
                new CreateView(View.of("v", "SELECT name FROM teams")),
                new CreateTrigger(
                        SchemaReader.readTrigger(
                                "CREATE TRIGGER ins INSTEAD OF INSERT ON v BEGIN INSERT INTO teams (name) VALUES (NEW.name); END")));
        db.apply(new UpdateView(View.of("v", "SELECT name, size FROM teams")));

        db.script("INSERT INTO v (name) VALUES ('new')");
        assertThat(db.rows("name FROM teams WHERE name = 'new'")).hasSize(1);
        db.apply(new DropTrigger("ins"));
        refused(ErrorCode.TRIGGER_NOT_FOUND, () -> db.apply(new DropTrigger("ins")));
    }

    @Test
    @DisplayName(
            "case 42: indexes are simple, unique, compound or named; default names; duplicates and unknowns are refused")
    void makes_indexes() {
        var simple = new Index("", false, List.of(Index.Term.column("nick")), null);
        var compound = new Index("", true, List.of(Index.Term.column("nick"), Index.Term.column("age")), null);
        assertThat(DefaultNames.index("members", simple)).isEqualTo("idx_members_nick");
        assertThat(DefaultNames.index("members", compound)).isEqualTo("uniq_members_nick_age");
        db.apply(new CreateIndex("members", new Index("uniq_members_nick_age", true, compound.terms(), null)));

        refused(
                ErrorCode.INDEX_EXISTS,
                () -> db.apply(new CreateIndex("members", new Index("idx_members_nick", false, simple.terms(), null))));
        refused(
                ErrorCode.TABLE_NOT_FOUND,
                () -> db.apply(new CreateIndex("nothing", new Index("i", false, simple.terms(), null))));
        refused(
                ErrorCode.COLUMN_NOT_FOUND,
                () -> db.apply(new CreateIndex("teams", new Index("i", false, simple.terms(), null))));
        assertThatThrownBy(() -> new Index("i", false, List.of(), null)).isInstanceOf(IllegalArgumentException.class);
        db.apply(new DropIndex("uniq_members_nick_age"));
        refused(ErrorCode.INDEX_NOT_FOUND, () -> db.apply(new DropIndex("uniq_members_nick_age")));
        db.script("UPDATE members SET nick = 'x', age = 1");
        refused(
                ErrorCode.DATA_IN_THE_WAY,
                () -> db.apply(new CreateIndex("members", new Index("u", true, compound.terms(), null))),
                "3 rows with a value that another row has");
    }

    @Test
    void an_index_can_be_made_and_dropped_and_its_name_used_again_in_one_plan() {
        var index = new Index("i", false, List.of(Index.Term.column("nick")), null);
        var other = new Index("i", false, List.of(Index.Term.column("team_id")), null);

        db.apply(
                new CreateIndex("members", index),
                new DropIndex("i"),
                new CreateIndex("bills", other),
                new DropTable("bills"),
                new CreateIndex("members", index));
        assertThat(db.read().tableOfIndex("i").orElseThrow().name()).isEqualTo("members");
    }

    @Test
    void counts_references_that_lead_nowhere() {
        db.apply(AddColumn.of("bills", Column.of("member", "TEXT")));
        db.script("UPDATE bills SET member = 'm1' WHERE id = 'b1'; UPDATE bills SET member = 'gone' WHERE id = 'b2'");
        var bills = db.schema()
                .table("bills")
                .orElseThrow()
                .with(ForeignKey.of("member", "members", "id", Action.SET_NULL));

        refused(
                ErrorCode.DATA_IN_THE_WAY,
                () -> db.apply(new AlterTable(bills)),
                "column bills.member has 1 row that refers to a missing row");
        db.script("UPDATE bills SET member = NULL WHERE id = 'b2'");
        db.apply(new AlterTable(bills));
        db.script("DELETE FROM members WHERE id = 'm1'");
        assertThat(db.rows("coalesce(member, 'none') FROM bills")).containsExactly("none", "none");
    }

    @Test
    void brings_back_what_was_dropped() {
        var dropped =
                db.apply(new DropColumn("teams", "note"), new DropColumn("teams", "size"), new DropTable("bills"));
        db.script("INSERT INTO teams (id, name) VALUES ('t3', 'late')");
        var before = db.schema();
        assertThat(dropped.kept()).hasSize(3);
        db.apply(dropped.inverse());

        assertThat(db.rows("id, coalesce(note, '-'), size FROM teams ORDER BY id"))
                .containsExactly("t1|a note|2", "t2|-|3", "t3|-|1");
        assertThat(db.rows("id, team_id FROM bills")).containsExactly("b1|t1", "b2|t2");
        assertThat(db.schema()).isEqualTo(dropped.from()).isNotEqualTo(before);
        assertThat(db.file.<Boolean>read(
                        tx -> tx.query("SELECT 1 FROM sqlite_schema WHERE name LIKE '!_!_kept%' ESCAPE '!'")
                                .exists()))
                .as("what was kept is used up")
                .isFalse();
    }

    @Test
    void brings_back_a_column_in_a_file_that_never_had_it() {
        var dropped = db.apply(new DropColumn("teams", "note"));
        try (var young = TestFile.of(directory.resolve("young.db"), db.schema())) {
            young.script("INSERT INTO teams (id, name) VALUES ('t9', 'young')");
            young.apply(dropped.inverse());
            assertThat(young.rows("id, coalesce(note, '-') FROM teams")).containsExactly("t9|-");
        }
    }

    @Test
    void refuses_to_bring_back_a_column_that_later_rows_must_have_a_value_for() {
        db.apply(AddColumn.of("bills", Column.of("sum", "REAL")));
        db.script("UPDATE bills SET sum = 1.5");
        db.apply(new AlterColumn("bills", Column.of("sum", "REAL").withNotNull(true), null));
        var dropped = db.apply(new DropColumn("bills", "sum"));
        db.apply(dropped.inverse());
        assertThat(db.rows("sum FROM bills")).containsExactly("1.5", "1.5");

        var again = db.apply(new DropColumn("bills", "sum"));
        db.script("INSERT INTO bills (team_id) VALUES ('t1')");
        refused(
                ErrorCode.DATA_IN_THE_WAY,
                () -> db.apply(again.inverse()),
                "column bills.sum has 1 row without a kept value");
    }

    @Test
    void keeps_the_counter_of_an_autoincrement_key_and_the_numbers_of_rows() {
        try (var other = TestFile.of(directory.resolve("other.db"), """
                CREATE TABLE n (k INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT DEFAULT 'd' NOT NULL);
                INSERT INTO n VALUES (7, 'a'); INSERT INTO n VALUES (9, 'b'); DELETE FROM n WHERE k = 9;
                CREATE TABLE plain (v); INSERT INTO plain (rowid, v) VALUES (3, 'x'), (8, 'y');
                """)) {
            other.apply(
                    new AlterColumn("n", Column.of("v", "TEXT").withDefault("'e'"), null),
                    new AlterColumn("plain", Column.of("v", "TEXT"), null));
            other.script("INSERT INTO n DEFAULT VALUES");
            assertThat(other.rows("k, v FROM n")).containsExactly("7|a", "10|e");
            assertThat(other.rows("rowid, v FROM plain")).containsExactly("3|x", "8|y");
        }
    }

    @Test
    void makes_a_table_anew_whose_check_names_the_table() {
        try (var other = TestFile.of(directory.resolve("other.db"), """
                CREATE TABLE n (a INTEGER CHECK (n.a > 0), b TEXT);
                INSERT INTO n VALUES (1, 'x');
                """)) {
            other.apply(new AlterColumn("n", Column.of("b", "TEXT").withDefault("'d'"), null));
            assertThatThrownBy(() -> other.script("INSERT INTO n (a) VALUES (0)"))
                    .hasMessageContaining("CHECK");
            other.apply(new RenameTable("n", "m"));
            assertThat(other.rows("a, b FROM m")).containsExactly("1|x");
        }
    }

    @Test
    void a_merge_brings_the_fill_values_and_the_rows_of_copies() {
        var base = db.schema();
        var branch = Planner.plan(
                base,
                List.of(
                        new AlterColumn("members", Column.of("nick", "TEXT").withNotNull(true), "'nobody'"),
                        new CopyTable("members", SchemaEditor.copyOf(MEMBERS, "people"), true)));

        db.apply(Planner.between(base, branch.to(), Hints.of(base, branch.changes())));
        assertThat(db.rows("nick FROM members WHERE id = 'm2'")).containsExactly("nobody");
        assertThat(db.rows("id FROM people ORDER BY id")).containsExactly("m1", "m2", "m3");
    }

    @Test
    void a_conflict_clause_of_a_constraint_loses_no_rows_in_a_rebuild() {
        try (var other = TestFile.of(directory.resolve("other.db"), """
                CREATE TABLE n (k TEXT, v TEXT);
                INSERT INTO n VALUES ('a', '1'), ('a', '2');
                """)) {
            var n = other.schema().table("n").orElseThrow();
            var unique = new Unique(null, Unique.of("k").columns(), dev.templedb.branchdb.schema.Conflict.REPLACE);
            refused(ErrorCode.DATA_IN_THE_WAY, () -> other.apply(new AlterTable(n.with(unique))), "2 rows");
            assertThat(other.rows("count(*) FROM n")).containsExactly("2");
        }
    }
}
