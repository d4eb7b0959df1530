package dev.templedb.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "https://me:secret@example.org/x.git, https://example.org/x.git",
        "https://token@example.org:8443/x, https://example.org:8443/x",
        "https://me:p@ss@example.org/x, https://example.org/x",
        "https://example.org/@me/x, https://example.org/@me/x",
        "git@example.org:x.git, git@example.org:x.git",
        "from http://a:b@c/d to ssh://e@f/g, from http://c/d to ssh://f/g",
        "file:///srv/x, file:///srv/x",
    })
    void takes_user_names_and_passwords_out_of_every_address(String given, String safe) {
        assertThat(Addresses.withoutCredentials(given)).isEqualTo(safe);
    }
}
