package dev.templedb.cathedral.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    @Test
    void people_on_this_machine_may_register_and_others_when_the_setting_says_so() {
        assertThat(isOpen("loopback", "127.0.0.1", "127.0.0.1", false)).isTrue();
        assertThat(isOpen("loopback", "::1", "localhost", false)).isTrue();
        assertThat(isOpen("loopback", "192.0.2.1", "127.0.0.1", false)).isFalse();
        // A proxy on this machine, and a name of another site that leads here.
        assertThat(isOpen("loopback", "127.0.0.1", "127.0.0.1", true)).isFalse();
        assertThat(isOpen("loopback", "127.0.0.1", "rebound.example", false)).isFalse();
        assertThat(isOpen("open", "192.0.2.1", "registry.example", true)).isTrue();
        assertThat(isOpen("closed", "127.0.0.1", "127.0.0.1", false)).isFalse();
    }

    private static boolean isOpen(String mode, String address, String host, boolean forwarded) {
        var settings = Settings.of(
                List.of(LoginSettings.REGISTRATION, LoginSettings.EMAIL_REQUIRED),
                List.of(new SettingsSource("test", Map.of("accounts.registration", mode))));
        try {
            new Registration(settings).requireOpen(address, host, forwarded);
            return true;
        } catch (TempleException closed) {
            return false;
        }
    }
}
