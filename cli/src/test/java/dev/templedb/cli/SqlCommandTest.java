package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
    private static final String VALUES = "SELECT 1 AS n, 2.5 AS n, 'a,\"b' AS t, NULL AS empty, x'00ff' AS b";

    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void init() {
        cli = new Cli(home);
        cli.must("init");
    }

    @Test
    void every_type_in_every_format() {
        assertThat(cli.must("sql", VALUES)).isEqualTo("""
                        n  n_2  t     empty  b
                        -  ---  ----  -----  ----
                        1  2.5  a,"b         00ff
                        """);
        assertThat(cli.must("sql", VALUES, "--format", "json")).isEqualTo("""
                        [
                          {"n": 1, "n_2": 2.5, "t": "a,\\"b", "empty": null, "b": "00ff"}
                        ]
                        """);
        assertThat(cli.must("sql", VALUES, "--format", "csv")).isEqualTo("n,n_2,t,empty,b\n1,2.5,\"a,\"\"b\",,00ff\n");
        assertThat(cli.must("sql", VALUES, "--format", "yaml")).isEqualTo("""
                        - "n": 1
                          n_2: 2.5
                          t: "a,\\"b"
                          empty: null
                          b: "00ff"
                        """);
    }

    /// What is chosen by chance would hardly be the same in a second run.
    @Test
    void a_change_that_nobody_is_asked_about_is_run_once() {
        cli.must("sql", "--write", "--yes", """
                INSERT INTO projects (slug, name)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) SELECT 'p' || i, 'P' FROM n
                """);

        cli.must("sql", "--write", "--yes", "DELETE FROM projects WHERE abs(random()) % 2 = 0");

        assertThat(cli.must("undo", "--list", "--format", "csv").lines().count())
                .isBetween(2L, 40L);
    }

    @Test
    void every_type_in_every_mode() {
        String values = "SELECT 1 AS n, 2.5 AS r, 'a|b' || char(9, 10, 27) || '<\\' AS t, NULL AS empty, x'00ff' AS b";
        assertThat(cli.must("sql", values, "--mode", "line")).isEqualTo("""
                            n = 1
                            r = 2.5
                            t = a|b\t
                        \u001b<\\
                        empty =\s
                            b = 00ff
                        """);
        assertThat(cli.must("sql", values, "--mode", "list"))
                .isEqualTo("n|r|t|empty|b\n1|2.5|a|b\t\n\u001b<\\||00ff\n");
        assertThat(cli.must("sql", values, "--mode", "tabs"))
                .isEqualTo("n\tr\tt\tempty\tb\n1\t2.5\ta|b\\t\\n\\u{1b}<\\\\\t\\N\t00ff\n");
        assertThat(cli.must("sql", values, "--mode", "quote"))
                .isEqualTo("'n','r','t','empty','b'\n1,2.5,'a|b\t\n\u001b<\\',NULL,X'00ff'\n");
        assertThat(cli.must("sql", values, "--mode", "markdown")).isEqualTo("""
                        | n | r | t | empty | b |
                        |---|---|---|---|---|
                        | 1 | 2.5 | a\\|b\\u{9}\\u{a}\\u{1b}&lt;\\ |  | 00ff |
                        """);
        assertThat(cli.must("sql", values, "--mode", "ndjson"))
                .isEqualTo(
                        "{\"n\": 1, \"r\": 2.5, \"t\": \"a|b\\t\\n\\u001b<\\\\\", \"empty\": null, \"b\": \"00ff\"}\n");
        assertThat(cli.must("sql", values, "--mode", "json")).isEqualTo(cli.must("sql", values, "--format", "json"));
        assertThat(cli.run("sql", values, "--mode", "box").err()).contains("\"box\" is not a mode");
    }

    @Test
    void no_mode_lets_a_hostile_text_reach_a_terminal() {
        cli.atTerminal("");
        for (String mode : "table json yaml csv line list markdown ndjson quote tabs".split(" ")) {
            var shown = cli.must(
                    "sql", "SELECT 'a' || char(27) || '[2J' || char(8238) AS x, 1 AS \"\u001b]0;y\"", "--mode", mode);
            assertThat(shown)
                    .as(mode)
                    .doesNotContain("\u001b[2J")
                    .doesNotContain("\u001b]0")
                    .doesNotContain("\u202e");
        }
    }

    @Test
    void names_that_repeat_become_different() {
        assertThat(cli.must("sql", "SELECT 1 AS n, 2 AS n_2, 3 AS n, 4 AS n", "--format", "csv"))
                .isEqualTo("n,n_2,n_3,n_4\n1,2,3,4\n");
    }

    @Test
    void sql_comes_from_an_argument_a_file_or_standard_input() throws Exception {
        var file = Files.writeString(home.resolve("q.sql"), "SELECT\n  :x AS x -- what was given\n;\n");

        assertThat(cli.must("sql", "--file", file.toString(), "--param", "x=1 2", "--format", "csv"))
                .isEqualTo("x\n1 2\n");
        assertThat(cli.typing("SELECT typeof(:a), typeof(:b), typeof(:c), typeof(:d)")
                        .must(
                                "sql", "-", "--param", "a=1", "--param", "b:=1", "--param", "c:=null", "--param",
                                "d:=1e3", "--mode", "list"))
                .endsWith("text|integer|null|real\n");
        assertThat(cli.run("sql").err()).contains("Give the SQL as an argument");
        assertThat(cli.run("sql", "SELECT 1", "--file", file.toString()).code()).isEqualTo(2);
        assertThat(cli.run("sql", "SELECT :x").err()).contains("The parameter :x of the query has no value");
        assertThat(cli.run("sql", "SELECT :x", "--param", "x:=one").err()).contains("neither a number nor null");
        assertThat(cli.run("sql", "SELECT 1", "--param", "x").code()).isEqualTo(2);
        assertThat(cli.run("sql", "--file", home.resolve("none.sql").toString()).code())
                .isEqualTo(3);
    }

    @Test
    void a_very_wide_value_does_not_widen_every_row() {
        var shown = cli.must("sql", "SELECT 'x' AS a, 'y' AS b UNION ALL SELECT printf('%.*c', 100000, 'w'), 'z'");
        assertThat(shown.length()).isLessThan(105_000);
        assertThat(shown).contains("w".repeat(100_000) + "  z");
    }

    @Test
    void a_row_that_is_too_long_is_refused() {
        var run = cli.run("sql", "SELECT hex(zeroblob(6000000)), hex(zeroblob(6000000))");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).contains("A row of the query is longer");
    }

    @Test
    void other_tools_find_their_tables() {
        cli.must("project", "create", "shop");
        assertThat(cli.must("sql", "--as", "templedb", "SELECT slug FROM projects", "--format", "csv"))
                .isEqualTo("slug\nshop\n");
        assertThat(cli.must("sql", "--as", "cofounder", "SELECT id FROM projects", "--format", "csv"))
                .isEqualTo("id\nshop\n");
        assertThat(cli.run("sql", "--as", "other", "SELECT 1").err()).contains("not a tool whose tables are known");
    }

    @Test
    void changes_are_shown_and_asked_about() {
        cli.must("project", "create", "shop");
        String change = "UPDATE projects SET license = 'MIT'";

        var nobody = cli.typing("").run("sql", "--write", change);
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.err()).contains("This makes 1 changes, and there is nobody to ask");
        var no = cli.atTerminal("n\n").run("sql", "--write", change);
        assertThat(no.code()).isEqualTo(1);
        assertThat(no.err())
                .contains("edit shop license")
                .contains("Make 1 changes? [y/N]")
                .contains("Nothing was changed");
        assertThat(cli.must("sql", "SELECT license FROM project_list", "--mode", "quote"))
                .isEqualTo("'license'\nNULL\n");
        var yes = cli.atTerminal("y\n").run("sql", "--write", change);
        assertThat(yes.code()).isZero();
        assertThat(cli.typing("").must("sql", "SELECT license FROM project_list", "--format", "csv"))
                .isEqualTo("license\nMIT\n");
        assertThat(cli.must("sql", "--write", "DELETE FROM projects WHERE slug = 'none'", "--format", "json"))
                .isEqualTo("[]\n");
        assertThat(cli.must("sql", "--write", "DELETE FROM projects", "--yes", "--format", "json"))
                .isEqualTo("""
                        [
                          {"change": "remove", "project": "shop", "names": []}
                        ]
                        """);
        var kept = cli.atTerminal("n\n").run("undo");
        assertThat(kept.code()).isEqualTo(1);
        assertThat(kept.err()).contains("Undo project remove shop in shop, of ", "[y/N]", "Nothing was changed");
        cli.typing("");
        assertThat(cli.must("undo")).contains("shop is back");
        assertThat(cli.run("sql", "--write", "DELETE FROM commits", "--yes").err())
                .contains("TDB-1314");
        assertThat(cli.run("sql", "--write", change, "--mode", "line").code()).isEqualTo(2);
    }

    @Test
    void long_results_are_printed_to_the_end() {
        String query = "WITH RECURSIVE t(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM t WHERE i < 5000) SELECT i FROM t";

        assertThat(cli.must("sql", query).lines()).hasSize(5002);
        assertThat(cli.must("sql", query, "--format", "json").lines()).hasSize(5002);
    }

    @Test
    void a_query_that_takes_too_long_is_stopped() {
        String endless = "WITH RECURSIVE t(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM t) SELECT count(*) FROM t";

        var run = cli.run("sql", endless, "--timeout", "50ms");

        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).contains("time limit of 50 ms");
    }

    @Test
    void the_documented_views_exist() {
        for (String view :
                "project_list project_refs project_commits project_files project_changes project_statistics project_states"
                        .split(" ")) {
            assertThat(cli.run("sql", "SELECT * FROM " + view).code()).as(view).isZero();
        }
    }
}
