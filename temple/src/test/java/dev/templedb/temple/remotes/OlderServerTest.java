package dev.templedb.temple.remotes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a server leaves out that is older than this program.
class OlderServerTest {
    @Test
    void a_server_that_does_not_say_who_has_signed_a_version_is_not_taken_to_say_nobody() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/projects/ada/shop/versions", exchange -> {
            var answer = """
                    {"items": [{"version": "1.0.0", "state": "%s", "created_at": "2026-11-01T00:00:00Z", "yanked": false}],
                     "next": null}
                    """.formatted("ab".repeat(32)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (var remote = new ServerAccess(address, Optional.empty(), "templedb/test", ProxySelector.of(null))
                .remote(Optional.empty())) {
            var versions = remote.versions(RemoteRef.of("ada", "shop"));
            assertThat(versions)
                    .singleElement()
                    .satisfies(version -> assertThat(version.signed()).isEmpty());
        } finally {
            server.stop(0);
        }
    }
}
