package dev.templedb.packages.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.packages.age.AgeFailure.Reason;
import dev.templedb.testkit.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys that were damaged or made to mislead, and files whose headers were.
class HostileKeysTest {
    private static final byte[] PLAIN = "secret".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path keys;

    @BeforeAll
    static void makeKeys() {
        Shell.run(keys, """
                age-keygen -o x25519 2>/dev/null
                ssh-keygen -q -t ed25519 -N '' -C '' -f ed25519
                ssh-keygen -q -t rsa -b 1024 -N '' -C '' -f weak
                ssh-keygen -q -t ed25519 -a 1 -N sesame -C '' -f locked
                ssh-keygen -q -t rsa -b 2048 -m PKCS8 -N '' -C '' -f pem
                """);
    }

    private static void fails(Reason reason, String why, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgeFailure.class, failed -> assertThat(failed.reason()).isEqualTo(reason))
                .hasMessageContaining(why);
    }

    private static byte[] wire(Object... fields) {
        var out = new ByteArrayOutputStream();
        for (var field : fields) {
            var bytes = field instanceof String text
                    ? text.getBytes(StandardCharsets.US_ASCII)
                    : field instanceof BigInteger number ? number.toByteArray() : (byte[]) field;
            out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static void failsAsRecipient(Reason reason, String why, String type, byte[] wire) {
        fails(
                reason,
                why,
                () -> AgeRecipient.parse(type + " " + Base64.getEncoder().encodeToString(wire)));
    }

    @Test
    void public_keys_that_are_weak_or_damaged_or_of_another_type_are_refused() throws IOException {
        fails(
                Reason.KEY_UNSUPPORTED,
                "2048 bits",
                () -> AgeRecipient.parse(Files.readString(keys.resolve("weak.pub"))));
        var exponent = BigInteger.valueOf(65537);
        var huge = BigInteger.ONE.shiftLeft(16384);
        failsAsRecipient(Reason.KEY_UNSUPPORTED, "too large", "ssh-rsa", wire("ssh-rsa", exponent, huge));
        failsAsRecipient(Reason.KEY_INVALID, "damaged", "ssh-rsa", wire("ssh-rsa", exponent, huge.negate()));
        var point = new byte[32];
        failsAsRecipient(Reason.KEY_INVALID, "damaged", "ssh-ed25519", wire("ssh-ed25519", point, point));
        failsAsRecipient(Reason.KEY_INVALID, "damaged", "ssh-ed25519", wire("ssh-ed25519", new byte[31]));
        failsAsRecipient(Reason.KEY_INVALID, "damaged", "ssh-rsa", wire("ssh-ed25519", point));
        failsAsRecipient(Reason.KEY_INVALID, "damaged", "ssh-ed25519", new byte[] {0, 0, 0, 9});
        failsAsRecipient(Reason.KEY_UNSUPPORTED, "only ssh-ed25519", "ssh-ed25519", wire("ssh-dss"));
        fails(Reason.KEY_INVALID, "damaged", () -> AgeRecipient.parse("ssh-ed25519 !!!!"));
    }

    private static byte[] pem(byte[] body) {
        return ("-----BEGIN OPENSSH PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(body) + "\n-----END OPENSSH PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_private_key_that_was_changed_anywhere_is_refused_or_opens_nothing() throws Exception {
        var file = Files.readString(keys.resolve("ed25519"));
        var body = Base64.getMimeDecoder()
                .decode(file.replaceAll("-----[A-Z ]*-----", "").strip());
        var closed = Age.encrypt(PLAIN, List.of(AgeRecipient.parse(Files.readString(keys.resolve("ed25519.pub")))));
        assertThat(Age.decrypt(closed, AgeIdentity.parse(pem(body)))).isEqualTo(PLAIN);
        // Not what follows the key: the comment and the padding.
        for (int at = 0; at < body.length - 20; at++) {
            var changed = body.clone();
            changed[at] ^= 1;
            try {
                Age.decrypt(closed, AgeIdentity.parse(pem(changed)));
            } catch (AgeFailure refused) {
                assertThat(refused.reason())
                        .isIn(Reason.KEY_INVALID, Reason.KEY_UNSUPPORTED, Reason.NO_IDENTITY, Reason.DAMAGED);
            }
            fails(Reason.KEY_INVALID, "damaged", () -> AgeIdentity.parse(pem(Arrays.copyOf(body, body.length / 2))));
        }
        fails(Reason.KEY_INVALID, "damaged", () -> AgeIdentity.parse(pem("openssh-key-v2".getBytes())));
        var open = file.substring(0, file.indexOf("-----END")).getBytes(StandardCharsets.US_ASCII);
        fails(Reason.KEY_INVALID, "damaged", () -> AgeIdentity.parse(open));
    }

    @Test
    void a_file_of_several_ssh_keys_or_with_a_wrong_check_is_refused() throws Exception {
        var magic = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
        var several = new ByteArrayOutputStream();
        several.writeBytes(magic);
        several.writeBytes(wire("none", "none", ""));
        several.writeBytes(new byte[] {0, 0, 0, 2});
        fails(Reason.KEY_INVALID, "several", () -> AgeIdentity.parse(pem(several.toByteArray())));
        var wrong = new ByteArrayOutputStream();
        wrong.writeBytes(magic);
        wrong.writeBytes(wire("none", "none", ""));
        wrong.writeBytes(new byte[] {0, 0, 0, 1});
        wrong.writeBytes(wire(wire("ssh-ed25519", new byte[32]), new byte[] {0, 0, 0, 1, 0, 0, 0, 2}));
        fails(Reason.KEY_INVALID, "damaged", () -> AgeIdentity.parse(pem(wrong.toByteArray())));
    }

    private static byte[] lockedWith(String cipher, String derivation, int rounds) {
        var key = new ByteArrayOutputStream();
        key.writeBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
        var options = new ByteArrayOutputStream();
        options.writeBytes(wire((Object) new byte[16]));
        options.writeBytes(ByteBuffer.allocate(4).putInt(rounds).array());
        key.writeBytes(wire(cipher, derivation, options.toByteArray()));
        key.writeBytes(new byte[] {0, 0, 0, 1});
        key.writeBytes(wire(wire("ssh-ed25519", new byte[32]), new byte[64]));
        return pem(key.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "aes256-ctr, bcrypt, 2147483647, more work",
        "aes256-ctr, bcrypt, -1, more work",
        "aes256-ctr, bcrypt, 0, more work",
        "aes256-ctr, scrypt, 1, key derivation scrypt",
        "none, bcrypt, 1, cipher none",
        "rot13, bcrypt, 1, cipher rot13"
    })
    void a_key_whose_passphrase_would_take_for_ever_or_is_used_in_an_unknown_way_is_refused(
            String cipher, String derivation, int rounds, String why) throws AgeFailure {
        var file = lockedWith(cipher, derivation, rounds);
        assertThat(AgeIdentity.lockedSshKey(file)).isEmpty();
        fails(Reason.KEY_UNSUPPORTED, why, () -> AgeIdentity.parse(file));
        fails(Reason.KEY_UNSUPPORTED, why, () -> AgeIdentity.unlockSshKey(file, "sesame".getBytes()));
    }

    @Test
    void a_key_with_a_passphrase_that_was_changed_is_refused_or_has_the_key_it_says() throws Exception {
        var passphrase = "sesame".getBytes(StandardCharsets.US_ASCII);
        var body = Base64.getMimeDecoder()
                .decode(Files.readString(keys.resolve("locked"))
                        .replaceAll("-----[A-Z ]*-----", "")
                        .strip());
        var right = AgeIdentity.unlockSshKey(pem(body), passphrase);
        assertThat(AgeIdentity.lockedSshKey(pem(body))).isEqualTo(right.recipient());
        for (int at = 0; at < body.length; at++) {
            var changed = body.clone();
            changed[at] ^= 1;
            refusesOrReads(() -> AgeIdentity.parse(pem(changed)));
            var cut = Arrays.copyOf(body, at);
            refusesOrReads(() -> AgeIdentity.unlockSshKey(pem(cut), passphrase));
        }
        // The two equal numbers that the protected part begins with, and its padding.
        body[body.length - 1] ^= 1;
        assertThat(AgeIdentity.unlockSshKey(pem(body), passphrase).recipient()).isEqualTo(right.recipient());
        body[body.length - ByteBuffer.wrap(body, lengthAt(body), 4).getInt()] ^= 1;
        fails(Reason.PASSPHRASE_WRONG, "not that", () -> AgeIdentity.unlockSshKey(pem(body), passphrase));
    }

    /// Where the length of the protected part is.
    private static int lengthAt(byte[] body) {
        var in = ByteBuffer.wrap(body).position("openssh-key-v1\0".length());
        for (int field = 0; field < 3; field++) {
            in.position(in.position() + 4 + in.getInt(in.position()));
        }
        in.getInt();
        return in.position() + 4 + in.getInt(in.position());
    }

    private static void refusesOrReads(ThrowingCallable call) {
        try {
            call.call();
        } catch (AgeFailure refused) {
            assertThat(refused).hasMessageNotContaining("sesame");
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void a_pem_file_that_was_changed_anywhere_is_refused_or_is_a_key() throws Exception {
        var text = Files.readString(keys.resolve("pem"));
        var body = Base64.getMimeDecoder()
                .decode(text.replaceAll("-----[A-Z ]*-----", "").strip());
        for (int at = 0; at < body.length; at += 7) {
            var changed = body.clone();
            changed[at] ^= 1;
            refusesOrReads(() -> AgeIdentity.parse(pkcs8(changed)));
            var cut = Arrays.copyOf(body, at);
            fails(Reason.KEY_INVALID, "damaged", () -> AgeIdentity.parse(pkcs8(cut)));
        }
        fails(
                Reason.KEY_INVALID,
                "damaged",
                () -> AgeIdentity.parse(text.replace("END", "STOP").getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] pkcs8(byte[] body) {
        return ("-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(body)
                        + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void blanks_around_a_native_key_do_not_matter() throws Exception {
        var text = Files.readString(keys.resolve("x25519")).replaceAll("(?m)^(AGE.*)$", "  \t$1 \r");
        var key = AgeIdentity.parse(text.getBytes(StandardCharsets.US_ASCII));
        var closed = Age.encrypt(PLAIN, List.of(key.getFirst().recipient().orElseThrow()));
        assertThat(Age.decrypt(closed, key)).isEqualTo(PLAIN);
    }

    @Test
    void nobody_and_a_passphrase_beside_a_key_are_no_recipients() throws Exception {
        fails(Reason.KEY_INVALID, "nobody", () -> Age.encrypt(PLAIN, List.of()));
        var both = List.of(
                AgeRecipient.ofPassphrase(PLAIN, 10),
                AgeRecipient.parse(Files.readString(keys.resolve("ed25519.pub"))));
        fails(Reason.KEY_INVALID, "only recipient", () -> Age.encrypt(PLAIN, both));
    }

    @Test
    void nothing_is_encrypted_to_a_key_that_everybody_knows_the_secret_of() throws Exception {
        // The neutral point, and one of order four: what is agreed on with them is always zero.
        for (byte y : new byte[] {0, 1}) {
            var point = new byte[32];
            point[0] = y;
            var recipient =
                    AgeRecipient.parse("ssh-ed25519 " + Base64.getEncoder().encodeToString(wire("ssh-ed25519", point)));
            fails(Reason.KEY_INVALID, "cannot be encrypted", () -> Age.encrypt(PLAIN, List.of(recipient)));
        }
    }

    /// A closed file whose header was changed as `sed` would.
    private static byte[] changed(byte[] closed, String pattern, String replacement) {
        var text = new String(closed, StandardCharsets.ISO_8859_1);
        var changed = text.replaceFirst(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        // More work than anybody has memory for.
        "(-> scrypt \\S+) 10, $1 23",
        "(-> scrypt \\S+) 10, $1 99",
        // No number, no salt, a salt of another length, another stanza, one more.
        "(-> scrypt \\S+) 10, $1 1x",
        "-> scrypt \\S+ 10, -> scrypt 10",
        "-> scrypt \\S+ 10, -> scrypt AAAA 10",
        "-> scrypt \\S+ 10, -> scrypt AAAB%% 10",
        "-> scrypt, -> crypts",
        "'(-> scrypt)', '-> other\nAAAA\n$1'"
    })
    void a_header_that_was_changed_opens_with_no_passphrase_and_costs_no_memory(String pattern, String replacement)
            throws Exception {
        var passphrase = "correct horse".getBytes(StandardCharsets.UTF_8);
        var closed = Age.encrypt(PLAIN, List.of(AgeRecipient.ofPassphrase(passphrase, 10)));
        var changed = changed(closed, pattern, replacement);
        assertThatThrownBy(() -> Age.decrypt(changed, List.of(AgeIdentity.ofPassphrase(passphrase))))
                .isInstanceOfSatisfying(
                        AgeFailure.class,
                        failed -> assertThat(failed.reason()).isIn(Reason.NO_IDENTITY, Reason.DAMAGED));
    }

    @ParameterizedTest
    @CsvSource({
        "(-> ssh-ed25519 \\S+) \\S+, $1 AAAA",
        "(-> ssh-ed25519 \\S+) \\S+, $1 !!!!",
        "'(-> ssh-ed25519 \\S+ \\S+\n)\\S+', '$1AAAA'"
    })
    void a_stanza_of_an_ssh_key_that_was_changed_does_not_open(String pattern, String replacement) throws Exception {
        var identity = AgeIdentity.parse(Files.readAllBytes(keys.resolve("ed25519")));
        var closed = Age.encrypt(PLAIN, List.of(identity.getFirst().recipient().orElseThrow()));
        var changed = changed(closed, pattern, replacement);
        assertThatThrownBy(() -> Age.decrypt(changed, identity))
                .isInstanceOfSatisfying(
                        AgeFailure.class,
                        failed -> assertThat(failed.reason()).isIn(Reason.NO_IDENTITY, Reason.DAMAGED));
    }
}
