package dev.templedb.packages.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ScryptTest {
    /// The vector of RFC 7914, section 12, with N = 16384, r = 8 and p = 1.
    @Test
    void agrees_with_the_rfc() throws GeneralSecurityException {
        var key = Scrypt.derive(
                "pleaseletmein".getBytes(StandardCharsets.US_ASCII),
                "SodiumChloride".getBytes(StandardCharsets.US_ASCII),
                14,
                64);

        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
    }
}
