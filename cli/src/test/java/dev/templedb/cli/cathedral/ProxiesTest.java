package dev.templedb.cli.cathedral;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.templedb.temple.remotes.ServerAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static Proxy chosen(Map<String, String> variables, String address) {
        return Proxies.of(variables).select(URI.create(address)).getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "http://cathedral.example.org, true",
        "http://deep.example.com, false",
        "http://example.com, false",
        "http://badexample.com, true",
        "http://internal, false",
        "http://127.0.0.1:8420, false",
        "http://[::1]:8420, false",
        "http://127.example.net, true",
        "https://cathedral.example.org, false",
    })
    void what_is_near_or_named_goes_without_the_proxy(String address, boolean isThrough) {
        var variables = Map.of("HTTP_PROXY", "proxy.example.net:3128", "no_proxy", ".example.com, internal");
        assertThat(chosen(variables, address).type()).isEqualTo(isThrough ? Proxy.Type.HTTP : Proxy.Type.DIRECT);
    }

    @Test
    void requests_go_through_a_proxy_that_is_set() throws IOException {
        var asked = Collections.synchronizedList(new ArrayList<String>());
        var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            var body = "{\"username\":\"ada\",\"scopes\":[\"read:projects\"],\"administrator\":false}"
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        proxy.start();
        try {
            var variables = Map.of(
                    "http_proxy", "http://127.0.0.1:" + proxy.getAddress().getPort());
            var access = new ServerAccess(
                    URI.create("http://cathedral.example.org"), Optional.of("t"), "test/1", Proxies.of(variables));
            assertThat(access.login().whoAmI().username()).isEqualTo("ada");
            assertThat(asked).isEqualTo(List.of("http://cathedral.example.org/api/v1/auth/user"));
        } finally {
            proxy.stop(0);
        }
    }
}
