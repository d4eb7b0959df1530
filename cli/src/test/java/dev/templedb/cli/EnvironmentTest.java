package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void the_temple_is_in_the_data_directory() {
        assertThat(with("XDG_DATA_HOME", "/data").defaultTemple()).isEqualTo(Path.of("/data/templedb/templedb.sqlite"));
        assertThat(with("XDG_DATA_HOME", "relative").defaultTemple())
                .isEqualTo(Path.of("/home/ada/.local/share/templedb/templedb.sqlite"));
    }

    @Test
    void home_is_what_the_shell_says() {
        assertThat(Environment.home(Map.of("HOME", "/elsewhere"))).isEqualTo(Path.of("/elsewhere"));
        var system = Path.of(System.getProperty("user.home"));
        assertThat(Environment.home(Map.of())).isEqualTo(system);
        assertThat(Environment.home(Map.of("HOME", "relative"))).isEqualTo(system);
    }

    @Test
    void the_width_is_what_columns_says() {
        assertThat(with("COLUMNS", "123").width()).isEqualTo(123);
        assertThat(with("COLUMNS", "x").width()).isEqualTo(80);
        var atTerminal = new Environment(Map.of(), Path.of("/"), "ada", Clock.systemUTC(), true, true, true);
        assertThat(atTerminal.width()).isPositive();
    }

    @Test
    void this_process_has_one() {
        assertThat(Environment.ofProcess().user()).isNotEmpty();
    }

    private static Environment with(String variable, String value) {
        return new Environment(
                Map.of(variable, value), Path.of("/home/ada"), "ada", Clock.systemUTC(), false, false, false);
    }
}
