package dev.templedb.packages.signatures;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that only other programs can use: with a passphrase, in an agent, in a keyring.
class KeyProgramsTest {
    private static final byte[] DATA = "templedb-state-v1\0 and a root".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.now();

    @TempDir
    private static Path keys;

    /// The keys of a user who has an agent, a keyring, and something that asks for passphrases.
    private static KeyPrograms programs;

    @BeforeAll
    static void makeKeys() {
        Shell.run(keys, """
                ssh-keygen -q -t ed25519 -N sesame -C ada -f locked
                ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -C ada -f old
                ssh-keygen -q -t ed25519 -N '' -C ada -f kept
                for key in locked old kept; do printf 'ada@example.org '; cat $key.pub; done >allowed
                printf '#!/bin/sh\\necho sesame\\n' >right && printf '#!/bin/sh\\necho guess\\n' >wrong
                chmod +x right wrong
                ssh-agent -a $PWD/agent >agent.sh && . ./agent.sh >/dev/null && ssh-add -q kept && rm kept
                mkdir -m 700 home && export GNUPGHOME=$PWD/home
                gpg --batch --quiet --passphrase '' --quick-gen-key 'Ada <ada@example.org>' ed25519 sign
                gpg --armor --export --output keys.asc
                """);
        programs = new KeyPrograms(Map.of(
                "SSH_AUTH_SOCK", keys.resolve("agent").toString(),
                "SSH_ASKPASS", keys.resolve("right").toString(),
                "SSH_ASKPASS_REQUIRE", "force",
                "GNUPGHOME", keys.resolve("home").toString()));
    }

    @AfterAll
    static void end() {
        Shell.run(keys, ". ./agent.sh && ssh-agent -k; GNUPGHOME=$PWD/home gpgconf --kill all");
    }

    private static void isAdas(PackageSignature signature) throws IOException, InvalidSignature {
        var check = new SignatureCheck(
                Optional.of(AllowedSigners.read(Files.readAllBytes(keys.resolve("allowed")), ZoneOffset.UTC)),
                Optional.of(Files.readAllBytes(keys.resolve("keys.asc"))),
                Instant.now().plusSeconds(5));
        var verdict = check.check(signature, DATA);
        assertThat(verdict.standing()).isEqualTo(Standing.TRUSTED);
        assertThat(verdict.signer()).contains("ada@example.org");
    }

    @Test
    void a_key_in_an_agent_signs_though_only_its_public_half_is_in_a_file() throws Exception {
        assertThat(keys.resolve("kept")).doesNotExist();
        isAdas(Signing.withKey(programs, keys.resolve("kept.pub"), DATA, NOW));
    }

    @Test
    void a_key_in_an_older_form_signs() throws Exception {
        isAdas(Signing.withKey(programs, keys.resolve("old"), DATA, NOW));
    }

    @Test
    void ssh_keygen_asks_for_a_passphrase_and_says_when_it_was_wrong() throws Exception {
        var locked = keys.resolve("locked").toString();
        var words = List.of("ssh-keygen", "-Y", "sign", "-q", "-n", PackageSignature.NAMESPACE, "-f", locked);
        isAdas(PackageSignature.read(programs.run(words, DATA)));
        var guessing = new KeyPrograms(
                Map.of("SSH_ASKPASS", keys.resolve("wrong").toString(), "SSH_ASKPASS_REQUIRE", "force"));
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> guessing.run(words, DATA))
                .startsWith("ssh-keygen could not sign: ")
                .contains("incorrect passphrase");
    }

    @Test
    void gpg_signs_with_the_usual_key_and_with_one_that_is_named() throws Exception {
        isAdas(Signing.withGpg(programs, "", DATA));
        isAdas(Signing.withGpg(programs, "ada@example.org", DATA));
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withGpg(programs, "eve@example.org", DATA))
                .startsWith("gpg could not sign: ")
                .contains("eve@example.org");
    }

    @Test
    void a_signature_of_text_that_the_settings_of_gpg_ask_for_is_refused() throws IOException {
        var settings = Files.writeString(keys.resolve("home/gpg.conf"), "textmode\n");
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withGpg(programs, "", DATA))
                .startsWith("The key of gpg cannot be used: ")
                .contains("of another kind");
        Files.delete(settings);
    }

    @Test
    void a_program_that_is_missing_or_reads_nothing_or_writes_without_end_is_reported() {
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> programs.run(List.of("templedb-no-such-program"), DATA))
                .isEqualTo("templedb-no-such-program could not sign: it is not installed.");
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> programs.run(List.of("false"), new byte[1 << 20]))
                .isEqualTo("false could not sign: it ended with status 1.");
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> programs.run(List.of("yes"), DATA))
                .startsWith("yes could not sign");
    }

    @Test
    void whoever_interrupts_signing_hears_that() {
        // It says all that it has to say, and is still there when its end is waited for.
        var slow = List.of("sh", "-c", "exec >&- 2>&-; exec sleep 2");
        Thread.currentThread().interrupt();
        refuses(ErrorCode.INTERRUPTED, () -> programs.run(slow, DATA));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void what_cannot_be_read_is_no_key() {
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withKey(keys, DATA, NOW))
                .contains("it cannot be read");
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withKey(keys.resolve("none"), DATA, NOW))
                .contains("there is no such file");
    }
}
