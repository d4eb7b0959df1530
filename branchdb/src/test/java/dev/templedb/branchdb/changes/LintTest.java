package dev.templedb.branchdb.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.sqlite.ScratchDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LintTest {
    private static final Schema SCHEMA = Planner.plan(
                    Schema.EMPTY,
                    List.of(
                            new Change.CreateTable(Table.define("teams").withColumn(Column.of("name", "TEXT"))),
                            new Change.CreateTable(Table.define("users")
                                    .withColumn(Column.of("name", "TEXT"))
                                    .withColumn(Column.of("age", "INTEGER"))),
                            new Change.CreateView(View.of("v", "SELECT name FROM users"))))
            .to();

    private static List<String> codes(Change... changes) {
        return Lint.of(Planner.plan(SCHEMA, Arrays.asList(changes))).stream()
                .map(finding -> finding.change() + finding.rule().code())
                .toList();
    }

    private static Table users() {
        return SCHEMA.table("users").orElseThrow();
    }

    @Test
    void points_out_what_destroys_depends_on_rows_breaks_and_costs() {
        assertThat(codes(new Change.DropTable("teams"))).containsExactly("0D01", "0B03");
        assertThat(codes(new Change.DropColumn("users", "age"))).containsExactly("0D02", "0B03", "0C01");
        assertThat(codes(new Change.AlterColumn("users", Column.of("age", "TEXT"), null)))
                .containsExactly("0D03", "0P06", "0C01");
        assertThat(codes(new Change.AlterColumn(
                        "users", Column.of("age", "INTEGER").withNotNull(true), "0")))
                .startsWith("0D04", "0B05");
        assertThat(codes(new Change.AlterColumn(
                        "users", Column.of("age", "INTEGER").withNotNull(true), null)))
                .containsExactly("0B05", "0P01");
        assertThat(codes(new Change.AlterTable(users().with(Unique.of("name")))))
                .containsExactly("0P02", "0C01");
        assertThat(codes(new Change.AlterTable(users().with(new Check(null, "age > 1")))))
                .containsExactly("0P03");
        assertThat(codes(new Change.AlterTable(
                        users().with(ForeignKey.of("name", "teams", "id", ForeignKey.Action.CASCADE)))))
                .containsExactly("0P04", "0C01");
        assertThat(codes(new Change.CreateIndex(
                        "users", new Index("i", false, List.of(new Index.Term("abs(age)", true, null, false)), null))))
                .containsExactly("0P05");
        assertThat(codes(
                        new Change.RenameTable("users", "people"),
                        new Change.RenameColumn("people", "age", "years"),
                        new Change.UpdateView(View.of("v", "SELECT 1 AS a")),
                        new Change.DropView("v")))
                .containsExactly("0B01", "1B02", "2B04", "3B03");
        assertThat(codes(
                        Change.AddColumn.of("users", Column.of("x", "TEXT")),
                        Change.AddColumn.of(
                                "users",
                                Column.of("y", "TEXT").withNotNull(true).withDefault("''"))))
                .isEmpty();
    }

    @Test
    void counts_by_the_names_that_a_file_has_now() {
        var findings = Lint.of(Planner.plan(
                SCHEMA,
                List.of(
                        new Change.RenameTable("users", "people"),
                        new Change.RenameColumn("people", "age", "years"),
                        new Change.DropColumn("people", "years"))));
        try (var sqlite = new ScratchDatabase()) {
            var counts = sqlite.run(tx -> {
                Scratch.create(tx, SCHEMA);
                tx.script("INSERT INTO users (age) VALUES (1), (NULL), (3)");
                return findings.stream()
                        .filter(each -> each.countSql() != null)
                        .map(each -> each.rule().code()
                                + tx.query(String.valueOf(each.countSql())).longValue())
                        .toList();
            });
            assertThat(counts).containsExactly("B013", "B023", "D022", "C013");
        }
        assertThat(findings.getFirst().sentence())
                .isEqualTo("B01 users: breaks programs that use the old name of the table.");
    }

    @Test
    void every_rule_is_in_the_document_of_the_format() throws IOException {
        var document = Files.readString(Path.of("..", "docs", "formats", "branchdb-changes.md"));

        assertThat(LintRule.values())
                .allSatisfy(rule -> assertThat(document)
                        .contains("| %s | %s | %s |"
                                .formatted(
                                        rule.code(),
                                        rule.kind()
                                                .name()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .replace('_', '-'),
                                        rule.meaning())));
        assertThat(Arrays.stream(LintRule.values()).map(LintRule::code)).doesNotHaveDuplicates();
    }
}
