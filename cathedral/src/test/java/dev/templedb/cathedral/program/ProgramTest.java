package dev.templedb.cathedral.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Map<String, String> variables = new HashMap<>();
    private InputStream in = InputStream.nullInputStream();

    @Test
    void settings_are_shown_with_their_sources_and_without_secrets() throws IOException {
        var directory = Files.createDirectories(home.resolve(".local/share/cathedral"));
        Files.writeString(directory.resolve("cathedral.properties"), "http.port = 9000\n");
        variables.put("CATHEDRAL_DATABASE_URL", "postgresql://ada:hunter2@localhost/registry");

        assertThat(run("admin", "settings")).isZero();

        assertThat(said())
                .containsPattern("http.port +9000 +" + directory.resolve("cathedral.properties"))
                .containsPattern("database.url +\\*{8} +environment")
                .containsPattern("http.host +127.0.0.1 +default")
                .doesNotContain("hunter2");
    }

    @Test
    void settings_are_shown_to_programs_as_json() {
        variables.put("CATHEDRAL_HTTP_METRICS_TOKEN", "hunter2");

        assertThat(run("admin", "settings", "--format", "json")).isZero();

        assertThat(said())
                .containsPattern(
                        "(?s)\"key\" : \"http.metrics-token\",\\s+\"value\" : \"\\*{8}\",\\s+\"source\" : \"environment\"")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "admin", "admin settings", "version"})
    void every_command_has_help_with_an_example(String command) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.remove("");
        words.add("--help");

        assertThat(run(words.toArray(String[]::new))).isZero();
        assertThat(said())
                .contains("Usage: cathedral " + command)
                .containsPattern("Examples:\\n  (\\w+=\\w+ )?cathedral ");
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(run("version")).isZero();
        assertThat(said()).matches("cathedral [0-9]+[.][0-9]+[.][0-9]+\\S* \\(Java 2[0-9].*\\)\\n");
    }

    @Test
    void a_file_in_the_data_directory_can_not_name_another_one() throws IOException {
        var directory = Files.createDirectories(home.resolve(".local/share/cathedral"));
        Files.writeString(directory.resolve("cathedral.properties"), "data-dir = /elsewhere\n");

        assertThat(run("admin", "settings")).isEqualTo(2);
        assertThat(said()).contains("TDB-1513").contains("data directory");
    }

    @Test
    void settings_of_providers_are_those_of_the_names_that_are_given() throws IOException {
        var directory = Files.createDirectories(home.resolve(".local/share/cathedral"));
        var file = directory.resolve("cathedral.properties");
        String good = "sign-in.providers = github, my-work\nsign-in.my-work.issuer = https://id.example.org/\n";
        Files.writeString(file, good);
        variables.put("CATHEDRAL_SIGN_IN_GITHUB_CLIENT_SECRET", "hunter2");
        variables.put("CATHEDRAL_SIGN_IN_MY_WORK_TITLE", "My work");

        assertThat(run("admin", "settings")).isZero();
        assertThat(said())
                .containsPattern("sign-in.github.kind +github +default")
                .containsPattern("sign-in.github.client-secret +\\*{8} +environment")
                .containsPattern("sign-in.my-work.kind +oidc +default")
                .containsPattern("sign-in.my-work.title +My work +environment")
                .containsPattern("sign-in.my-work.issuer +https://id.example.org/ +" + file)
                .doesNotContain("hunter2");

        assertThat(run("serve")).isEqualTo(2);
        assertThat(said()).contains("TDB-1513", "sign-in.github.client-id is missing");
        Files.writeString(file, good + "sign-in.gitlab.client-id = registry\n");
        assertThat(run("admin", "settings")).isEqualTo(2);
        assertThat(said()).contains("sets sign-in.gitlab.client-id, which is no setting");
    }

    @Test
    void wrong_usage_is_told_apart_from_failures() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("admin")).isEqualTo(2);
        assertThat(run("sreve")).isEqualTo(2);
        assertThat(run("serve", "--port", "99999")).isEqualTo(2);
        assertThat(said()).contains("http.port").doesNotContain("Exception");
    }

    @Test
    void an_access_log_that_can_not_be_written_is_refused_before_anything_is_started() {
        variables.put("CATHEDRAL_LOG_ACCESS", "json");
        variables.put(
                "CATHEDRAL_LOG_ACCESS_FILE", home.resolve("nowhere/access.log").toString());

        assertThat(run("serve", "--data-dir", home.resolve("data").toString())).isEqualTo(2);

        assertThat(said()).contains("TDB-1513", "nowhere/access.log", "its directory is not there");
        assertThat(home.resolve("data/postgres")).doesNotExist();
    }

    private int run(String... arguments) {
        variables.putIfAbsent("HOME", home.toString());
        var sink = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Program.run(new Surroundings(variables, in, sink, sink, false, false), arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
