package dev.templedb.temple.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Projects;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempleQueryTest {
    @TempDir
    Path directory;

    @Test
    void gives_plain_values_and_refuses_to_write() {
        var path = directory.resolve("temple.sqlite");
        Temple.open(path, Clock.systemUTC(), "ada").close();
        var query = new TempleQuery(path);
        var heard = new ArrayList<Object>();

        long rows = query.run(QueryRequest.of("SELECT 1 AS a, 2.5, 'x', x'00ff', NULL"), new TempleQuery.Listener() {
            @Override
            public void columns(List<String> names) {
                heard.addAll(names);
            }

            @Override
            public void row(List<Object> values) {
                heard.addAll(values);
            }
        });

        assertThat(rows).isEqualTo(1);
        assertThat(heard.getFirst()).isEqualTo("a");
        assertThat(heard.subList(5, 8)).containsExactly(1L, 2.5, "x");
        assertThat((byte[]) heard.get(8)).containsExactly(0, -1);
        assertThat(heard.get(9)).isNull();
        assertThatThrownBy(() -> query.run(QueryRequest.of("DELETE FROM projects"), null))
                .isInstanceOf(TempleException.class);
    }

    @Test
    void an_existing_temple_is_asked_for() {
        var missing = directory.resolve("none.sqlite");
        assertThatThrownBy(() -> Temple.openExisting(missing, Clock.systemUTC(), "ada"))
                .isInstanceOf(TempleException.class)
                .hasMessageContaining("none.sqlite");
        assertThat(missing).doesNotExist();
    }

    @Test
    void projects_and_their_tags_are_those_that_can_be_seen() {
        var path = directory.resolve("temple.sqlite");
        try (var temple = Temple.open(path, Clock.systemUTC(), "ada")) {
            var projects = new Projects(temple);
            for (var slug : List.of("kept", "gone")) {
                projects.create(new Slug(slug), ProjectFields.named(slug).with(draft -> draft.addTag("t")));
            }
            projects.remove("gone");
        }

        assertThat(texts(path, "SELECT slug FROM projects")).containsExactly("kept");
        assertThat(texts(path, "SELECT slug FROM project_tags JOIN projects USING (project_id)"))
                .containsExactly("kept");
        assertThat(texts(path, "SELECT count(*) || '' FROM project_tags")).containsExactly("1");
        assertThat(texts(path, "SELECT count(*) || '' FROM main.projects")).containsExactly("2");
    }

    private static List<Object> texts(Path path, String sql) {
        var heard = new ArrayList<>();
        new TempleQuery(path).run(QueryRequest.of(sql), new TempleQuery.Listener() {
            @Override
            public void columns(List<String> names) {}

            @Override
            public void row(List<Object> values) {
                heard.addAll(values);
            }
        });
        return heard;
    }
}
