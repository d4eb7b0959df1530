package dev.templedb.branchdb.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Conflict;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.KeyColumn;
import dev.templedb.branchdb.schema.PrimaryKey;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ChangeJsonTest {
    private static final ForeignKey FULL_KEY = new ForeignKey(
            "fk",
            List.of("a", "b"),
            "p",
            List.of("x", "y"),
            ForeignKey.Action.SET_NULL,
            ForeignKey.Action.CASCADE,
            true);
    private static final Unique FULL_UNIQUE =
            new Unique("u", List.of(new KeyColumn("a", "NOCASE", true), KeyColumn.of("b")), Conflict.IGNORE);
    private static final Column FULL_COLUMN = new Column("c1", "a", "TEXT", true, Conflict.FAIL, "'x'", "NOCASE", null);
    private static final Column GENERATED =
            Column.of("g", "TEXT").withGenerated(new Column.Generated("a || 'é'", true));
    private static final Index FULL_INDEX = new Index(
            "i",
            true,
            List.of(new Index.Term("a", false, "NOCASE", true), new Index.Term("lower(b)", true, null, false)),
            "a > 1");
    private static final Table FULL_TABLE = Table.bare("t", List.of(FULL_COLUMN, Column.of("b", ""), GENERATED))
            .withIdentity("t1")
            .withPrimaryKey(new PrimaryKey("pk", List.of(KeyColumn.of("a")), true, true, Conflict.REPLACE))
            .with(FULL_UNIQUE)
            .with(new Check("ck", "a <> ''"))
            .with(FULL_KEY)
            .with(FULL_INDEX)
            .withOptions(true, true);

    private static final List<Change> ALL = List.of(
            new Change.CreateTable(FULL_TABLE),
            new Change.DropTable("t"),
            new Change.RenameTable("t", "u"),
            new Change.CopyTable("t", FULL_TABLE, true),
            new Change.CopyTable("t", FULL_TABLE, false),
            new Change.AddColumn(
                    "t",
                    FULL_COLUMN,
                    List.of(FULL_UNIQUE),
                    List.of(new Check(null, "1")),
                    List.of(FULL_KEY),
                    "'it''s'"),
            Change.AddColumn.of("t", Column.of("x", "TEXT")),
            new Change.DropColumn("t", "c"),
            new Change.RenameColumn("t", "c", "d"),
            new Change.AlterColumn("t", GENERATED, null),
            new Change.AlterColumn("t", FULL_COLUMN, "0"),
            new Change.AlterTable(Table.define("x")),
            new Change.CreateIndex("t", FULL_INDEX),
            new Change.DropIndex("i"),
            new Change.CreateView(new View("v", List.of("a b"), "SELECT 1")),
            new Change.UpdateView(View.of("v", "SELECT 1 AS a")),
            new Change.DropView("v"),
            new Change.CreateTrigger(new Trigger("tr", "t", "AFTER INSERT", "BEGIN SELECT 1; END")),
            new Change.DropTrigger("tr"));

    private static JsonSchemaCheck published() {
        try {
            return new JsonSchemaCheck(JsonReader.readObject(
                    Files.readAllBytes(Path.of("..", "docs", "formats", "branchdb-changes.schema.json"))));
        } catch (java.io.IOException | JsonReader.InvalidJson e) {
            throw new IllegalStateException(e);
        }
    }

    @Example
    void every_change_comes_back_from_its_json() throws JsonReader.InvalidJson {
        for (var change : ALL) {
            var bytes = CanonicalJson.write(change.toJson());
            assertThat(Change.fromJson(JsonReader.read(bytes))).isEqualTo(change);
        }
        assertThat(ALL.stream().map(Object::getClass).distinct())
                .as("all kinds of changes are looked at")
                .hasSameSizeAs(Change.class.getPermittedSubclasses());
    }

    @Example
    void every_change_is_valid_by_the_published_schema() {
        var schema = published();
        for (var change : ALL) {
            assertThat(schema.problems(change.toJson())).as(change.type()).isEmpty();
        }
        assertThat(schema.problems(Json.Obj.empty().with("type", "drop_table"))).isNotEmpty();
        assertThat(schema.problems(Json.Obj.empty().with("type", "nothing"))).isNotEmpty();
        assertThat(schema.problems(new Change.DropTable("t").toJson().with("more", "x")))
                .isNotEmpty();
    }

    @Property(tries = 200)
    void a_broken_change_is_refused_and_never_more_than_that(@ForAll int seed) throws JsonReader.InvalidJson {
        var change = ALL.get(Math.floorMod(seed, ALL.size()));
        var text = new String(CanonicalJson.write(change.toJson()), StandardCharsets.UTF_8);
        var names = text.chars().filter(c -> c == '"').count();
        int victim = Math.floorMod(seed / 31, (int) names);
        var parts = text.split("\"", -1);
        parts[Math.min(victim + 1, parts.length - 1)] += "x";
        var broken = List.of(parts).stream().collect(Collectors.joining("\""));
        Json json;
        try {
            json = JsonReader.read(broken.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson notEvenJson) {
            return;
        }
        try {
            Change.fromJson(json);
        } catch (TempleException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CHANGE_INVALID);
        }
    }

    @Example
    void an_unknown_type_is_named() {
        assertThatThrownBy(() -> Change.fromJson(Json.Obj.empty().with("type", "melt_table")))
                .hasMessageContaining("melt_table");
        assertThatThrownBy(() -> Change.fromJson(Json.NULL)).isInstanceOf(TempleException.class);
        assertThatThrownBy(() -> Change.fromJson(Json.Obj.empty().with("type", "create_table")))
                .isInstanceOf(TempleException.class);
    }
}
