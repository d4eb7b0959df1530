package dev.templedb.temple.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
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
}
