package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
