package dev.templedb.packages.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.packages.age.AgeFailure.Reason;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What we encrypt opens with the tool `age`, and the other way round.
class AgeTest {
    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKeys() {
        Shell.run(keys, """
                age-keygen -o x25519 2>/dev/null && age-keygen -y x25519 >x25519.pub
                ssh-keygen -q -t ed25519 -N '' -C 'ada@laptop' -f ed25519
                ssh-keygen -q -t rsa -b 2048 -N '' -C '' -f rsa
                ssh-keygen -q -t ed25519 -N sesame -f locked
                ssh-keygen -q -t ecdsa -N '' -f ecdsa
                ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f pkcs1
                cp pkcs1 pkcs8 && cp pkcs1.pub pkcs8.pub && ssh-keygen -q -p -m PKCS8 -P '' -N '' -f pkcs8 >/dev/null
                cp pkcs1 locked-pkcs1 && ssh-keygen -q -p -m PEM -P '' -N sesame -f locked-pkcs1 >/dev/null
                cp pkcs1 locked-pkcs8 && ssh-keygen -q -p -m PKCS8 -P '' -N sesame -f locked-pkcs8 >/dev/null
                cp rsa locked-rsa && cp rsa.pub locked-rsa.pub
                ssh-keygen -q -p -Z aes128-cbc -a 3 -P '' -N sesame -f locked-rsa >/dev/null
                cp ed25519 gcm && ssh-keygen -q -p -Z aes256-gcm@openssh.com -P '' -N sesame -f gcm >/dev/null
                cp ecdsa ecdsa-pkcs8 && ssh-keygen -q -p -m PKCS8 -P '' -N '' -f ecdsa-pkcs8 >/dev/null
                """);
    }

    private static AgeRecipient recipient(String name) throws AgeFailure, IOException {
        return AgeRecipient.parse(Files.readString(keys.resolve(name + ".pub")));
    }

    private static List<AgeIdentity> identities(String name) throws AgeFailure, IOException {
        return AgeIdentity.parse(Files.readAllBytes(keys.resolve(name)));
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "x25519, 0",
        "x25519, 1",
        "x25519, 65536",
        "x25519, 65537",
        "x25519, 200000",
        "ed25519, 0",
        "ed25519, 100",
        "rsa, 0",
        "rsa, 100"
    })
    void age_opens_what_we_encrypt(String key, int length) throws Exception {
        var plain = bytes(length);

        Files.write(folder.resolve("s.age"), Age.encrypt(plain, List.of(recipient(key))));
        Files.write(folder.resolve("armored.age"), Age.encryptArmored(plain, List.of(recipient(key))));
        Shell.run(folder, "age -d -i '" + keys.resolve(key) + "' s.age >plain");
        Shell.run(folder, "age -d -i '" + keys.resolve(key) + "' armored.age >plain2");

        assertThat(Files.readAllBytes(folder.resolve("plain"))).isEqualTo(plain);
        assertThat(Files.readAllBytes(folder.resolve("plain2"))).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "x25519, 0",
        "x25519, 1",
        "x25519, 65536",
        "x25519, 65537",
        "x25519, 200000",
        "ed25519, 0",
        "ed25519, 100",
        "rsa, 0",
        "rsa, 100"
    })
    void we_open_what_age_encrypts(String key, int length) throws Exception {
        var plain = bytes(length);
        Files.write(folder.resolve("plain"), plain);
        Shell.run(folder, "age -R '" + keys.resolve(key + ".pub") + "' -o s.age plain");
        Shell.run(folder, "age -a -R '" + keys.resolve(key + ".pub") + "' -o armored.age plain");

        assertThat(Age.decrypt(Files.readAllBytes(folder.resolve("s.age")), identities(key)))
                .isEqualTo(plain);
        assertThat(Age.decrypt(Files.readAllBytes(folder.resolve("armored.age")), identities(key)))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "ed25519", "rsa"})
    void each_of_several_recipients_opens_a_file_alone(String key) throws Exception {
        var all = List.of(recipient("rsa"), recipient("x25519"), recipient("ed25519"));
        var encrypted = Age.encrypt(bytes(10), all);
        Files.write(folder.resolve("s.age"), encrypted);

        assertThat(Age.decrypt(encrypted, identities(key))).isEqualTo(bytes(10));
        Shell.run(folder, "age -d -i '" + keys.resolve(key) + "' s.age >plain");
        assertThat(Files.readAllBytes(folder.resolve("plain"))).isEqualTo(bytes(10));
    }

    @Test
    void a_key_that_we_make_is_one_that_age_takes() throws Exception {
        var made = AgeIdentity.generate();
        Files.write(folder.resolve("key"), made.secret());

        assertThat(Shell.run(folder, "age-keygen -y key").strip())
                .isEqualTo(made.recipient().key());
        assertThat(AgeIdentity.parse(made.secret()).getFirst().recipient()).contains(made.recipient());
        Shell.run(folder, "echo hello | age -r " + made.recipient() + " >s.age");
        assertThat(Age.decrypt(Files.readAllBytes(folder.resolve("s.age")), AgeIdentity.parse(made.secret())))
                .isEqualTo("hello\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_passphrase_opens_what_it_closed_and_age_asks_for_it() throws Exception {
        var passphrase = "correct horse".getBytes(StandardCharsets.UTF_8);
        var encrypted = Age.encrypt(bytes(100), List.of(AgeRecipient.ofPassphrase(passphrase, 10)));
        Files.write(folder.resolve("s.age"), encrypted);

        assertThat(Age.decrypt(encrypted, List.of(AgeIdentity.ofPassphrase(passphrase))))
                .isEqualTo(bytes(100));
        assertThatThrownBy(() -> Age.decrypt(encrypted, List.of(AgeIdentity.ofPassphrase(new byte[] {1}))))
                .isInstanceOfSatisfying(
                        AgeFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_IDENTITY));
        // age reads passphrases from a terminal only, which script(1) pretends to be.
        Shell.run(
                folder,
                "(sleep 1; echo correct horse; sleep 2) | script -qec 'age -d -o plain s.age' /dev/null >/dev/null");
        assertThat(Files.readAllBytes(folder.resolve("plain"))).isEqualTo(bytes(100));
    }

    @Test
    void we_open_what_age_closes_with_a_passphrase() throws Exception {
        Files.write(folder.resolve("plain"), bytes(100));
        Shell.run(
                folder,
                "(sleep 1; echo correct horse; sleep 1; echo correct horse; sleep 3)"
                        + " | script -qec 'age -p -o s.age plain' /dev/null >/dev/null");

        assertThat(Age.decrypt(
                        Files.readAllBytes(folder.resolve("s.age")),
                        List.of(AgeIdentity.ofPassphrase("correct horse".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo(bytes(100));
    }

    @Test
    void others_cannot_open_it() throws Exception {
        var encrypted = Age.encrypt(bytes(10), List.of(recipient("x25519")));

        for (var key : List.of("ed25519", "rsa")) {
            assertThatThrownBy(() -> Age.decrypt(encrypted, identities(key)))
                    .isInstanceOfSatisfying(
                            AgeFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_IDENTITY));
        }
        assertThatThrownBy(() -> Age.decrypt(encrypted, List.of())).isInstanceOf(AgeFailure.class);
    }

    @Test
    void every_changed_byte_is_noticed() throws Exception {
        var encrypted = Age.encrypt(bytes(40), List.of(recipient("x25519")));
        var identities = identities("x25519");

        for (int i = 0; i < encrypted.length; i++) {
            var changed = encrypted.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Age.decrypt(changed, identities)).isInstanceOf(AgeFailure.class);
        }
        for (int length = 0; length < encrypted.length; length++) {
            var cut = java.util.Arrays.copyOf(encrypted, length);
            assertThatThrownBy(() -> Age.decrypt(cut, identities)).isInstanceOf(AgeFailure.class);
        }
    }

    @Test
    void comments_do_not_make_keys_different() throws Exception {
        var key = recipient("ed25519");

        assertThat(key.comment()).isEqualTo("ada@laptop");
        assertThat(AgeRecipient.parse(key.key())).isEqualTo(key);
        assertThat(identities("ed25519").getFirst().recipient()).contains(key);
        assertThat(identities("rsa").getFirst().recipient()).contains(recipient("rsa"));
    }

    @ParameterizedTest
    @CsvSource({
        "locked, PASSPHRASE_WRONG, has a passphrase",
        "ecdsa, KEY_UNSUPPORTED, only ssh-ed25519",
        "ecdsa-pkcs8, KEY_UNSUPPORTED, in PEM only RSA",
        "locked-pkcs1, KEY_UNSUPPORTED, ssh-keygen -p -f COPY",
        "locked-pkcs8, KEY_UNSUPPORTED, ssh-keygen -p -f COPY",
        "gcm, KEY_UNSUPPORTED, aes256-gcm@openssh.com",
        "ecdsa.pub, KEY_INVALID, line 1"
    })
    void keys_that_cannot_be_used_are_refused_by_name(String key, Reason reason, String why) {
        assertThatThrownBy(() -> identities(key))
                .isInstanceOfSatisfying(
                        AgeFailure.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs1", "pkcs8"})
    void rsa_keys_in_pem_open_what_age_encrypts(String key) throws Exception {
        assertThat(identities(key).getFirst().recipient()).contains(recipient(key));
        Shell.run(folder, "echo hello | age -R '" + keys.resolve(key + ".pub") + "' >s.age");
        assertThat(Age.decrypt(Files.readAllBytes(folder.resolve("s.age")), identities(key)))
                .isEqualTo("hello\n".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"locked", "locked-rsa"})
    void an_ssh_key_with_a_passphrase_opens_what_age_encrypts(String key) throws Exception {
        var file = Files.readAllBytes(keys.resolve(key));
        assertThat(AgeIdentity.lockedSshKey(file)).contains(recipient(key));
        var identity = AgeIdentity.unlockSshKey(file, "sesame".getBytes(StandardCharsets.UTF_8));
        Shell.run(folder, "echo hello | age -R '" + keys.resolve(key + ".pub") + "' >s.age");
        assertThat(Age.decrypt(Files.readAllBytes(folder.resolve("s.age")), List.of(identity)))
                .isEqualTo("hello\n".getBytes(StandardCharsets.US_ASCII));

        for (var wrong : List.of("sesam", "")) {
            assertThatThrownBy(() -> AgeIdentity.unlockSshKey(file, wrong.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            AgeFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.PASSPHRASE_WRONG))
                    .hasMessageNotContaining("sesam");
        }
        assertThat(AgeIdentity.lockedSshKey(Files.readAllBytes(keys.resolve("ed25519"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "age1",
                "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
                "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
                "ssh-ed25519",
                "ssh-ed25519 ????",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==",
                "ssh-dss AAAA",
                "AGE-SECRET-KEY-1QQQQ"
            })
    void what_is_no_key_is_refused(String line) {
        assertThatThrownBy(() -> AgeRecipient.parse(line)).isInstanceOf(AgeFailure.class);
    }

    @Test
    void a_damaged_private_key_is_not_repeated_in_the_message() {
        assertThatThrownBy(() -> AgeIdentity.parse("# c\nAGE-SECRET-KEY-1SESAME\n".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(AgeFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("SESAME")
                .hasNoCause();
    }
}
