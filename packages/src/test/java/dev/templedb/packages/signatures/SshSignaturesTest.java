package dev.templedb.packages.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.testkit.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against `ssh-keygen`, in both directions.
class SshSignaturesTest {
    private static final byte[] DATA = "templedb-state-v1\0 and a root".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws Exception {
        Files.write(directory.resolve("data"), DATA);
    }

    private Path key(String options) {
        Shell.run(directory, "ssh-keygen -q -N '' -C ada -f key " + options);
        Shell.run(directory, "(printf 'ada@example.org '; cat key.pub) >allowed");
        return directory.resolve("key");
    }

    private AllowedSigners allowed() throws Exception {
        return AllowedSigners.read(Files.readAllBytes(directory.resolve("allowed")), ZoneOffset.UTC);
    }

    private SignatureCheck check() throws Exception {
        return new SignatureCheck(Optional.of(allowed()), Optional.empty(), NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t rsa -b 2048", "-t ecdsa -b 256", "-t ecdsa -b 384", "-t ecdsa -b 521"})
    void ssh_keygen_accepts_our_signatures_and_we_accept_its(String options) throws Exception {
        var key = key(options);
        for (int round = 0; round < 5; round++) {
            var ours = Signing.withKey(key, DATA, NOW);
            Files.writeString(directory.resolve("ours.sig"), ours.armored());
            assertThat(Shell.run(
                            directory,
                            "ssh-keygen -Y verify -f allowed -I ada@example.org -n templedb -s ours.sig <data"))
                    .contains("Good \"templedb\" signature for ada@example.org");
            assertThat(check().check(ours, DATA).signer()).isEqualTo("ada@example.org");

            Shell.run(directory, "rm -f data.sig; ssh-keygen -Y sign -q -n templedb -f key data 2>&1");
            var theirs = PackageSignature.read(Files.readString(directory.resolve("data.sig")));
            assertThat(check().check(theirs, DATA).standing()).isEqualTo(Standing.TRUSTED);
            assertThat(Shell.run(directory, "ssh-keygen -l -f key.pub")).contains(theirs.signedBy());
        }
    }

    @Test
    void a_signature_counts_for_its_content_and_its_namespace_alone() throws Exception {
        key("-t ed25519");
        Shell.run(directory, "ssh-keygen -Y sign -q -n git -f key data 2>&1");
        var other = PackageSignature.read(Files.readString(directory.resolve("data.sig")));
        assertThatThrownBy(() -> check().check(other, DATA))
                .isInstanceOf(InvalidSignature.class)
                .hasMessageContaining("namespace");

        var ours = Signing.withKey(directory.resolve("key"), DATA, NOW);
        assertThatThrownBy(() -> check().check(ours, new byte[50])).isInstanceOf(InvalidSignature.class);
    }

    @Test
    void keys_with_a_passphrase_and_keys_of_an_agent_sign_through_ssh_keygen() throws Exception {
        Shell.run(directory, "ssh-keygen -q -N secret -t ed25519 -f key");
        Shell.run(directory, "(printf 'ada@example.org '; cat key.pub) >allowed");
        assertThat(SshSigner.read(Files.readAllBytes(directory.resolve("key")))).isEmpty();
        assertThatThrownBy(() -> Signing.withKey(directory.resolve("missing"), DATA, NOW))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNING_KEY_UNUSABLE));
    }

    @Test
    void damaged_and_hostile_signatures_are_refused_and_never_crash() throws Exception {
        var key = key("-t ed25519");
        var good = Signing.withKey(key, DATA, NOW).armored();
        var body = Base64.getMimeDecoder()
                .decode(good.replaceAll("-----[A-Z ]*-----", "").strip());
        var random = new Random(1);
        for (int i = 0; i < 4000; i++) {
            var bytes = body.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            var cut = java.util.Arrays.copyOf(bytes, i % 3 == 0 ? random.nextInt(bytes.length) : bytes.length);
            var armored = SshSignature.BEGIN + "\n" + Base64.getEncoder().encodeToString(cut)
                    + "\n-----END SSH SIGNATURE-----\n";
            assertThatThrownBy(() -> check().check(PackageSignature.read(armored), DATA))
                    .isInstanceOf(InvalidSignature.class);
        }
        assertThatThrownBy(() -> PackageSignature.read("A".repeat(PackageSignature.MOST_BYTES)))
                .isInstanceOf(InvalidSignature.class);
        assertThatThrownBy(() -> PackageSignature.read("")).isInstanceOf(InvalidSignature.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "namespaces=\"templedb\"|TRUSTED",
                "namespaces=\"git,temple*\"|TRUSTED",
                "namespaces=\"*,!templedb\"|UNKNOWN",
                "namespaces=\"git\"|UNKNOWN",
                "valid-after=\"20261121095959Z\"|TRUSTED",
                "valid-after=\"20261122\"|UNKNOWN",
                "valid-before=\"202611211000Z\"|TRUSTED",
                "valid-before=\"202611210959Z\"|UNKNOWN",
                "valid-before=\"20261121100001UTC\",namespaces=\"templedb\"|TRUSTED"
            })
    void options_of_allowed_signers_mean_what_they_mean_to_ssh_keygen(String options, Standing expected)
            throws Exception {
        var key = key("-t ed25519");
        Files.writeString(
                directory.resolve("allowed"),
                "# people\n\n\"ada@example.org,*@example.com\" " + options + " "
                        + Files.readString(directory.resolve("key.pub")));
        var verdict = check().check(Signing.withKey(key, DATA, NOW), DATA);
        assertThat(verdict.standing()).isEqualTo(expected);

        Files.writeString(
                directory.resolve("sig"), Signing.withKey(key, DATA, NOW).armored());
        var theirs = Shell.run(
                directory,
                "TZ=UTC ssh-keygen -Y verify -O verify-time=20261121100000Z -f allowed -I ada@example.org -n templedb"
                        + " -s sig <data 2>&1 || true");
        assertThat(theirs.contains("Good \"templedb\" signature")).as(theirs).isEqualTo(expected == Standing.TRUSTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada cert-authority ssh-ed25519 AAAA",
                "ada",
                "ada ssh-ed25519",
                "ada nonsense ssh-ed25519 AAAA",
                "ada valid-after=\"soon\" ssh-ed25519 AAAA",
                "\"ada ssh-ed25519 AAAA",
                "ada ssh-ed25519 ä"
            })
    void lines_that_cannot_be_followed_refuse_the_file_by_their_number(String line) {
        assertThatThrownBy(() ->
                        AllowedSigners.read(("# first\n" + line).getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALLOWED_SIGNERS_INVALID))
                .hasMessageContaining("Line 2 ");
    }
}
