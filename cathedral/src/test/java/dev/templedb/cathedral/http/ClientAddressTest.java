package dev.templedb.cathedral.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private static String client(String trusted, String peer, String... forwarded) {
        var settings = Settings.of(
                List.of(HttpSettings.TRUSTED_PROXIES),
                List.of(new SettingsSource("test", Map.of("http.trusted-proxies", trusted))));
        return new ClientAddress(settings).of(peer, List.of(forwarded));
    }

    @Test
    void what_a_stranger_claims_does_not_count() {
        assertThat(client("", "192.0.2.1", "10.9.9.9")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.0/8", "192.0.2.1", "10.9.9.9")).isEqualTo("192.0.2.1");
    }

    @Test
    void a_trusted_proxy_names_who_spoke_to_it() {
        assertThat(client("10.0.0.0/8", "10.1.2.3", "192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.0/8, 2001:db8::/32", "2001:db8::7", "192.0.2.1, 10.7.7.7"))
                .isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.0/8", "10.1.2.3")).isEqualTo("10.1.2.3");
        assertThat(client("10.1.2.3", "10.1.2.4", "192.0.2.1")).isEqualTo("10.1.2.4");
    }

    @Test
    void what_the_client_itself_has_put_before_that_does_not_count() {
        assertThat(client("10.0.0.0/8", "10.1.2.3", "203.0.113.5, 192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.0/8", "10.1.2.3", "203.0.113.5", "192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.0/8", "10.1.2.3", "10.0.0.1, nonsense, 10.7.7.7"))
                .isEqualTo("10.7.7.7");
        assertThat(client("10.0.0.0/8", "10.1.2.3", "203.0.113.5, ".repeat(100) + "192.0.2.1"))
                .as("however much that is")
                .isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.0/8", "10.1.2.3", ",".repeat(100) + "192.0.2.1"))
                .isEqualTo("192.0.2.1");
    }
}
