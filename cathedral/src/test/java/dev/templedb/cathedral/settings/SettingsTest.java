package dev.templedb.cathedral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.TempleException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Setting<Integer> PORT = Setting.number("http.port", 8420, 0, 65535, "Where.");
    private static final Setting<Optional<String>> TOKEN = Setting.secret("metrics-token", "Who.");
    private static final Setting<Long> LARGEST = Setting.bytes("upload.largest", "500 MiB", "How much.");
    private static final Setting<Duration> WAIT = Setting.duration("wait", "30 s", "How long.");
    private static final Setting<Optional<URI>> URL = Setting.url("public-url", "Where else.");
    private static final List<Setting<?>> ALL = List.of(PORT, TOKEN, LARGEST, WAIT, URL);

    @TempDir
    Path directory;

    @Test
    void what_nobody_sets_is_as_the_catalogue_says() {
        var settings = Settings.of(ALL, List.of());

        assertThat(settings.get(PORT)).isEqualTo(8420);
        assertThat(settings.get(TOKEN)).isEmpty();
        assertThat(settings.get(LARGEST)).isEqualTo(500L << 20);
        assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.given()).isEmpty();
    }

    @Test
    void the_first_source_that_has_a_value_counts_and_is_named() throws IOException {
        var file = Files.writeString(directory.resolve("s.properties"), "http.port = 1\nwait = 2 h\n");
        var environment = SettingsSource.environment(Map.of("CATHEDRAL_HTTP_PORT", "2", "HOME", "/"), ALL);

        var settings = Settings.of(ALL, List.of(environment, SettingsSource.file(file, ALL)));

        assertThat(settings.get(PORT)).isEqualTo(2);
        assertThat(settings.get(WAIT)).isEqualTo(Duration.ofHours(2));
        assertThat(settings.shown())
                .extracting(Settings.Shown::key, Settings.Shown::value, Settings.Shown::source)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("http.port", "2", "environment"),
                        org.assertj.core.groups.Tuple.tuple("wait", "2 h", file.toString()),
                        org.assertj.core.groups.Tuple.tuple("upload.largest", "500 MiB", "default"));
    }

    @Test
    void secrets_are_never_shown() {
        var settings = Settings.of(ALL, List.of(new SettingsSource("file", Map.of("metrics-token", "hunter2"))));

        assertThat(settings.get(TOKEN)).contains("hunter2");
        assertThat(settings.shown().toString()).doesNotContain("hunter2").contains("********");
    }

    @Test
    void a_value_that_is_not_understood_is_refused_with_where_it_stands() {
        for (var wrong : Map.of(
                        "http.port", "65536",
                        "upload.largest", "9 elephants",
                        "wait", "soon",
                        "public-url", "ftp://example.org")
                .entrySet()) {
            var source = new SettingsSource("the file", Map.of(wrong.getKey(), wrong.getValue()));

            assertThatThrownBy(() -> Settings.of(ALL, List.of(source)))
                    .isInstanceOf(TempleException.class)
                    .hasMessageContainingAll(wrong.getKey(), wrong.getValue(), "the file");
        }
    }

    @Test
    void a_file_that_sets_what_there_is_not_is_refused() throws IOException {
        var file = Files.writeString(directory.resolve("s.properties"), "http.prot = 1\n");

        assertThatThrownBy(() -> SettingsSource.file(file, ALL))
                .isInstanceOf(TempleException.class)
                .hasMessageContaining("http.prot");
    }
}
