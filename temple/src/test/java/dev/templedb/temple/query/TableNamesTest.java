package dev.templedb.temple.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The SQL of the documents that describe the tools, as it stands there, against the views under their names.
class TableNamesTest {
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\((.*?)\\n\\s*\\)", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("CREATE INDEX \\w+ ON (\\w+)\\((\\w+)\\)");
    private static final Pattern COLUMN = Pattern.compile("^\\s+([a-z]\\w*) ", Pattern.MULTILINE);

    @TempDir
    static Path folder;

    private static Path file;
    private static long shop;

    @BeforeAll
    static void fill() throws IOException {
        var git = GitFolder.init(folder.resolve("git"));
        Files.writeString(git.path().resolve("Main.java"), "class Main {}\n");
        Files.write(git.path().resolve("logo"), new byte[] {0, 1, 2});
        git.run("add", "-A");
        git.run("commit", "-q", "-m", "Begin");
        Files.writeString(git.path().resolve("Main.java"), "class Main { void run() {} }\n");
        git.run("commit", "-q", "-a", "-m", "Run");
        git.run("tag", "v1");
        file = folder.resolve("temple.sqlite");
        try (var temple = FilledTemple.open(file)) {
            shop = FilledTemple.take(temple, "shop", git.path());
            FilledTemple.newProject(temple, "empty");
            FilledTemple.newProject(temple, "gone");
            new Projects(temple).remove("gone");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TableNames.class,
            names = {"PYGUBU", "COFOUNDER", "TEKTON"})
    void every_table_that_a_tool_documents_has_its_columns_in_its_order(TableNames names) throws IOException {
        var document = document(names);
        var tables = TABLE.matcher(document).results().toList();
        assertThat(tables).isNotEmpty();
        for (var table : tables) {
            var columns = COLUMN.matcher(table.group(2))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(columns).hasSizeGreaterThan(3);
            assertThat(ask(names, "SELECT * FROM " + table.group(1)).columns)
                    .as(table.group(1))
                    .isEqualTo(columns);
        }
        for (var index : INDEX.matcher(document).results().toList()) {
            ask(names, "SELECT * FROM %s ORDER BY %s".formatted(index.group(1), index.group(2)));
        }
    }

    @ParameterizedTest
    @EnumSource(TableNames.class)
    void statements_that_make_tables_are_refused(TableNames names) throws IOException {
        for (String statement : document(names).split(";")) {
            if (statement.contains("CREATE")) {
                assertThatThrownBy(() -> ask(names, statement))
                        .isInstanceOfSatisfying(
                                TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_READ_ONLY));
            }
        }
    }

    @Test
    void the_queries_of_the_python_tool_give_its_files() throws IOException {
        long id = (long) ask(TableNames.TEMPLEDB, "SELECT id FROM project_files WHERE file_path = 'Main.java'")
                .rows
                .getFirst()
                .getFirst();
        var results = new ArrayList<Result>();
        for (String query : document(TableNames.TEMPLEDB).split(";")) {
            if (query.contains("SELECT")) {
                results.add(ask(TableNames.TEMPLEDB, query, Map.of("1", query.contains("JOIN") ? shop : id)));
            }
        }

        assertThat(results).hasSize(4);
        assertThat(results.get(0).value("file_path")).isEqualTo("Main.java");
        assertThat(results.get(1).value("content_text")).isEqualTo("class Main { void run() {} }\n");
        assertThat(results.get(2).rows).hasSize(2);
        assertThat(results.get(2).value("version_number")).isEqualTo(1L);
        assertThat(results.get(3).rows).hasSize(3);
        assertThat(results.get(3).columns).contains("file_path", "content_text", "version_number");
    }

    @Test
    void binary_contents_are_blobs() {
        var logo = ask(
                TableNames.TEMPLEDB,
                "SELECT content_text, content_blob, content_type FROM file_contents JOIN project_files f ON f.id = file_id"
                        + " WHERE file_path = 'logo'");
        assertThat(logo.rows.getFirst().getFirst()).isNull();
        assertThat((byte[]) logo.rows.getFirst().get(1)).containsExactly(0, 1, 2);
    }

    @Test
    void removed_projects_are_nowhere() {
        assertThat(ask(TableNames.TEMPLEDB, "SELECT slug FROM projects ORDER BY slug").rows)
                .containsExactly(List.of("empty"), List.of("shop"));
        assertThat(ask(TableNames.COFOUNDER, "SELECT id FROM projects ORDER BY id").rows)
                .hasSize(2);
        assertThat(ask(
                                TableNames.PYGUBU,
                                "SELECT metric_value FROM analytics WHERE metric_name = 'files' AND project_id = "
                                        + shop)
                        .rows)
                .containsExactly(List.of(2.0));
        assertThat(ask(
                                TableNames.TEKTON,
                                "SELECT data ->> '$.status.branch', data ->> '$.companion_ai' FROM projects WHERE id = 'shop'")
                        .rows)
                .containsExactly(List.of("main", "numa"));
    }

    @Test
    void our_own_views_stay() {
        for (var names : TableNames.values()) {
            assertThat(ask(names, "SELECT slug FROM project_list").rows).hasSize(2);
        }
    }

    private static String document(TableNames names) throws IOException {
        try (var in = TableNamesTest.class.getResourceAsStream(names.word() + ".sql")) {
            return new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static Result ask(TableNames names, String sql) {
        return ask(names, sql, Map.of());
    }

    private static Result ask(TableNames names, String sql, Map<String, Object> parameters) {
        var result = new Result();
        new TempleQuery(file).run(QueryRequest.of(sql).with(names).withParameters(parameters), result);
        return result;
    }

    private static final class Result implements TempleQuery.Listener {
        private final List<List<Object>> rows = new ArrayList<>();
        private List<String> columns = List.of();

        Object value(String column) {
            return rows.getFirst().get(columns.indexOf(column));
        }

        @Override
        public void columns(List<String> names) {
            columns = names;
        }

        @Override
        public void row(List<Object> values) {
            rows.add(values);
        }
    }
}
