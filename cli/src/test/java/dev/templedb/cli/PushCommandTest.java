package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `templedb cathedral push` refuses, and what becomes of the project then.
class PushCommandTest {
    @TempDir
    private Path folder;

    private Path shared;
    private Cli cli;

    @BeforeEach
    void makeProject() throws IOException {
        shared = Files.createDirectories(folder.resolve("shared"));
        cli = new Cli(Files.createDirectories(folder.resolve("home")));
        cli.must("project", "create", "shop");
    }

    private void addFolder() {
        cli.must("remote", "add", "team", shared.toString());
    }

    private void setSecret() {
        assertThat(cli.typing("hunter2").run("secret", "set", "shop", "DB").code())
                .isZero();
    }

    private String refused(int code, String... arguments) {
        var run = cli.run(arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(cli.must("project", "show", "shop", "--format", "json"))
                .as(List.of(arguments).toString())
                .contains("\"visibility\": \"private\"")
                .doesNotContain("\"web\"");
        return run.err();
    }

    @Test
    void a_push_that_would_make_secrets_public_leaves_the_project_as_it_was() {
        addFolder();
        setSecret();

        var said =
                refused(5, "cathedral", "push", "shop", "--visibility", "public", "--tags", "web", "--include-secrets");

        assertThat(said).contains("TDB-1615").contains("keep the project private");
        assertThat(shared.resolve("ada")).doesNotExist();
        cli.must("cathedral", "push", "shop", "--include-secrets");
    }

    @Test
    void what_a_push_says_of_the_project_is_kept_with_it_when_the_push_succeeds_and_only_then() throws IOException {
        addFolder();
        cli.must("cathedral", "push", "shop:1.0.0", "--as", "ada/shop");
        cli.must("project", "edit", "shop", "--description", "More");
        var states = cli.must("audit", "list", "--format", "csv");

        assertThat(refused(4, "cathedral", "push", "shop:1.0.0", "--visibility", "public", "--tags", "web"))
                .contains("TDB-1427");
        refused(2, "cathedral", "push", "shop", "--visibility", "public", "--tags", "web,two words");
        assertThat(cli.must("audit", "list", "--format", "csv")).isEqualTo(states);

        assertThat(cli.must("cathedral", "push", "shop:1.1.0", "--visibility", "public", "--tags", "web"))
                .startsWith("Pushed ada/shop");
        assertThat(cli.must("project", "show", "shop", "--format", "json"))
                .contains("\"visibility\": \"public\"", "\"web\"");
        assertThat(cli.must("cathedral", "sync", "shop", "--check")).contains("are equal");
        assertThat(cli.must("cathedral", "push", "shop")).contains("already has this state");
        cli.must("undo", "1");
        assertThat(cli.must("project", "show", "shop", "--format", "json"))
                .contains("\"visibility\": \"private\"")
                .doesNotContain("\"web\"");
        cli.must("cathedral", "pull", "ada/shop:1.1.0", "--as", "copy");
        assertThat(cli.must("project", "show", "copy", "--format", "json"))
                .contains("\"visibility\": \"public\"", "\"web\"", "\"More\"");
    }

    @Test
    void a_push_is_searched_for_secrets_as_the_project_would_be_after_it() throws IOException {
        var source = Files.createDirectories(folder.resolve("leaky"));
        Files.writeString(source.resolve(".env"), "PASSWORD=hunter2-and-more\n");
        cli.must("project", "remove", "shop");
        cli.must("project", "import", source.toString(), "--slug", "shop");
        addFolder();
        assertThat(refused(5, "cathedral", "push", "shop", "--visibility", "public"))
                .contains(".env");
        assertThat(shared.resolve("ada")).doesNotExist();
        cli.must("cathedral", "push", "shop");
    }

    @Test
    void secrets_do_not_go_to_another_project_before_that_is_said() throws IOException {
        addFolder();
        setSecret();
        cli.must("cathedral", "push", "shop", "--as", "ada/shop", "--include-secrets");

        cli.must("cathedral", "push", "shop", "--as", "eve/shop", "--visibility", "public");

        cli.must("cathedral", "pull", "eve/shop", "--as", "copy");
        assertThat(cli.must("secret", "list", "copy", "--format", "json")).doesNotContain("\"DB\"");
        cli.must("cathedral", "pull", "ada/shop", "--as", "other");
        assertThat(cli.must("secret", "list", "other", "--format", "json")).contains("\"DB\"");
    }

    @Test
    void a_push_that_is_refused_leaves_the_project_following_what_it_followed() {
        addFolder();
        cli.must("project", "create", "other");
        cli.must("cathedral", "push", "other", "--as", "ada/taken");
        assertThat(refused(4, "cathedral", "push", "shop", "--as", "ada/taken")).contains("TDB-1474");
        assertThat(cli.run("cathedral", "link", "shop").err()).contains("TDB-1478");
        cli.must("cathedral", "push", "shop", "--as", "ada/shop");
        var audit = cli.must("audit", "list", "--format", "csv");

        assertThat(refused(4, "cathedral", "push", "shop", "--as", "ada/taken")).contains("TDB-1474");

        assertThat(cli.must("cathedral", "link", "shop")).contains("follows ada/shop");
        assertThat(cli.must("cathedral", "sync", "shop", "--check")).contains("are equal");
        assertThat(cli.must("audit", "list", "--format", "csv")).isEqualTo(audit);
    }

    private String remotes() {
        return cli.must("remote", "list", "--format", "csv");
    }

    @Test
    void a_server_that_refuses_a_first_push_is_forgotten_and_one_that_breaks_off_is_not() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var problem = "{\"code\":\"TDB-1414\",\"detail\":\"You may not.\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        });
        server.start();
        try {
            var address = "http://127.0.0.1:" + server.getAddress().getPort();
            refused(5, "cathedral", "push", "shop", "--server", address, "--tags", "web");
            assertThat(remotes()).doesNotContain(address);
        } finally {
            server.stop(0);
        }

        try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            var breaking = new Thread(() -> breakOff(socket));
            breaking.start();
            var address = "http://127.0.0.1:" + socket.getLocalPort();
            refused(6, "cathedral", "push", "shop", "--server", address, "--tags", "web");
            assertThat(remotes()).contains(address);
            assertThat(cli.must("cathedral", "link", "shop")).contains("follows ada/shop");
        }
    }

    /// Takes the beginning of what is sent, and ends the connection without an answer.
    private static void breakOff(ServerSocket socket) {
        try {
            while (true) {
                try (var connection = socket.accept()) {
                    connection.getInputStream().readNBytes(100);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
