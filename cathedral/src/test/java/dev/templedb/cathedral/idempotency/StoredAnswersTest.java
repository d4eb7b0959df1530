package dev.templedb.cathedral.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.nodes.Nodes;
import dev.templedb.cathedral.testing.MigratedDatabase;
import java.time.Clock;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredAnswersTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final Jdbi jdbi = DATABASE.jdbi();

    @Test
    void what_a_node_that_died_had_begun_to_answer_is_answered_by_another_one_at_once() {
        var first = new Nodes(jdbi);
        first.appear();
        var one = new StoredAnswers(jdbi, first, Clock.systemUTC());
        var second = new Nodes(jdbi);
        second.appear();
        var other = new StoredAnswers(jdbi, second, Clock.systemUTC());
        assertThat(one.begin("ada", "key", "hash")).isEmpty();

        assertThat(other.begin("ada", "key", "hash").orElseThrow().answer()).isNull();
        first.disappear();
        assertThat(other.begin("ada", "key", "another").orElseThrow().requestHash())
                .isEqualTo("hash");
        assertThat(other.begin("ada", "key", "hash")).isEmpty();
        assertThat(other.begin("ada", "key", "hash")).isPresent();

        other.keep("ada", "key", new StoredAnswers.Answer(200, Map.of(), new byte[] {1}));
        second.disappear();
        assertThat(one.begin("ada", "key", "hash").orElseThrow().answer().status())
                .isEqualTo(200);
    }

    @Test
    void a_node_whose_connection_breaks_comes_back() {
        var node = new Nodes(jdbi);
        node.appear();
        assertThat(isAlive(node)).isTrue();
        jdbi.useHandle(handle -> handle.execute("SELECT pg_terminate_backend(pid) FROM pg_locks"
                + " WHERE locktype = 'advisory' AND objid = " + node.number()));
        node.appear();
        assertThat(isAlive(node)).isTrue();
        node.disappear();
        assertThat(isAlive(node)).isFalse();
    }

    private boolean isAlive(Nodes node) {
        return jdbi.withHandle(handle -> node.isAlive(handle, node.number()));
    }
}
