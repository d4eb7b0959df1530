package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands ask a server for, and what they make of its answers.
class ServerCommandsTest {
    private static final String ACCOUNT = """
            {"username": "ada", "scopes": [], "administrator": false}
            """;

    @TempDir
    private Path home;

    @Test
    void signing_in_again_makes_the_token_worthless_that_nobody_has_any_more() throws IOException {
        var cli = new Cli(home);
        try (var server = new ScriptedServer(Map.of("GET /auth/user", ACCOUNT, "POST /auth/logout", "{}"))) {
            for (var token : new String[] {"first", "second", "second"}) {
                assertThat(cli.typing(token)
                                .run("cathedral", "login", server.address(), "--token-stdin")
                                .code())
                        .isZero();
            }
            assertThat(server.asked())
                    .containsExactly(
                            "GET /auth/user Bearer first",
                            "GET /auth/user Bearer second",
                            "POST /auth/logout Bearer first",
                            "GET /auth/user Bearer second");
        }
    }

    @Test
    void a_token_that_the_server_does_not_take_back_keeps_nobody_from_signing_in() throws IOException {
        var cli = new Cli(home);
        try (var server = new ScriptedServer(Map.of("GET /auth/user", ACCOUNT))) {
            cli.typing("first").must("cathedral", "login", server.address(), "--token-stdin");
            var again = cli.typing("second").run("cathedral", "login", server.address(), "--token-stdin");
            assertThat(again.code()).isZero();
            assertThat(again.err()).contains("could not be revoked", "cathedral token list");
        }
    }

    @Test
    void unwatch_says_when_nobody_has_watched() throws IOException {
        var cli = new Cli(home);
        cli.must("project", "create", "shop");
        try (var server = new ScriptedServer(Map.of(
                "GET /projects/ada/shop/watch",
                "{\"watched\": false, \"watchers\": 0}",
                "PUT /projects/ada/shop/watch",
                "{}",
                "DELETE /projects/ada/shop/watch",
                "{}"))) {
            assertThat(cli.must("cathedral", "unwatch", "ada/shop", "--server", server.address()))
                    .isEqualTo("You did not watch ada/shop.\n");
            assertThat(cli.must("cathedral", "watch", "ada/shop", "--server", server.address()))
                    .isEqualTo("You watch ada/shop.\n");
        }
    }

    @Test
    void a_project_that_somebody_has_moved_is_followed_and_nothing_is_signed_by_the_word_of_the_server_alone()
            throws Exception {
        var cli = new Cli(home);
        cli.must("project", "create", "shop");
        var moved = """
                {"owner": "team", "slug": "store", "name": "shop", "visibility": "public", "tags": []}
                """;
        try (var server = new ScriptedServer(Map.of("GET /projects/ada/shop", moved))) {
            cli.must("cathedral", "link", "shop", "ada/shop", "--server", server.address());
            assertThat(cli.run("cathedral", "sync", "shop", "--check").err()).doesNotContain("follows it there");
            assertThat(cli.must("cathedral", "link", "shop")).contains("ada/shop");
            var synced = cli.run("cathedral", "sync", "shop", "--push");
            assertThat(synced.code()).isEqualTo(5);
            assertThat(synced.err()).contains("ada/shop was moved to team/store, by the word of the server");
            assertThat(cli.must("cathedral", "link", "shop")).contains("team/store");

            Shell.run(home, "ssh-keygen -q -t ed25519 -N '' -f key");
            cli.must("cathedral", "link", "shop", "ada/shop", "--server", server.address());
            int before = server.asked().size();
            var key = home.resolve("key").toString();
            var pushed = cli.run("cathedral", "push", "shop:1.0.0", "--sign", "--key", key);
            assertThat(pushed.code()).isEqualTo(4);
            assertThat(pushed.err()).contains("TDB-1549", "nothing was signed or pushed");
            assertThat(server.asked().subList(before, server.asked().size())).containsExactly("GET /projects/ada/shop");
        }
    }
}
