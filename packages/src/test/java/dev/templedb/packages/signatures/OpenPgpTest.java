package dev.templedb.packages.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.testkit.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against `gpg`, in both directions.
class OpenPgpTest {
    private static final byte[] DATA = "templedb-state-v1\0 and a root".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws Exception {
        Files.write(directory.resolve("data"), DATA);
        Shell.run(directory, "mkdir -m 700 home");
    }

    @AfterEach
    void end() {
        Shell.run(directory, "GNUPGHOME=$PWD/home gpgconf --kill all");
    }

    private String gpg(String words) {
        return Shell.run(
                directory, "GNUPGHOME=$PWD/home gpg --batch --pinentry-mode loopback --passphrase '' " + words);
    }

    private SignatureCheck check() throws Exception {
        return new SignatureCheck(
                Optional.empty(),
                Optional.of(Files.readAllBytes(directory.resolve("keys.asc"))),
                Instant.now().plusSeconds(5));
    }

    private void makeKey(String algorithm) {
        gpg("--quick-gen-key 'Ada <ada@example.org>' " + algorithm);
        gpg("--armor --export --output keys.asc");
        gpg("--armor --export-secret-keys --output secret.asc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519 sign", "rsa3072 sign", "nistp256 sign"})
    void gpg_accepts_our_signatures_and_we_accept_its(String algorithm) throws Exception {
        makeKey(algorithm);
        var ours = Signing.withKey(
                directory.resolve("secret.asc"), DATA, Instant.now().plusSeconds(1));
        Files.writeString(directory.resolve("ours.asc"), ours.armored());
        Thread.sleep(1000);
        assertThat(gpg("--verify ours.asc data 2>&1")).contains("Good signature from \"Ada <ada@example.org>\"");
        assertThat(check().check(ours, DATA).signer()).isEqualTo("Ada <ada@example.org>");

        gpg("--armor --detach-sign --output theirs.asc data");
        var theirs = PackageSignature.read(Files.readString(directory.resolve("theirs.asc")));
        assertThat(check().check(theirs, DATA).standing()).isEqualTo(Standing.TRUSTED);
        assertThat(gpg("--list-keys --with-colons")).contains(theirs.signedBy());
        assertThatThrownBy(() -> check().check(theirs, new byte[50])).isInstanceOf(InvalidSignature.class);
        assertThat(new SignatureCheck(Optional.empty(), Optional.empty(), Instant.now())
                        .check(theirs, DATA)
                        .standing())
                .isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void a_signing_subkey_counts_and_one_for_encryption_does_not() throws Exception {
        makeKey("ed25519 cert");
        var id = gpg("--list-keys --with-colons").replaceAll("(?s).*?fpr:::::::::([0-9A-F]{40}):.*", "$1");
        gpg("--quick-add-key " + id + " ed25519 sign");
        gpg("--armor --export --output new.asc && mv new.asc keys.asc");
        gpg("--armor --export-secret-keys --output new.asc && mv new.asc secret.asc");
        gpg("--armor --detach-sign --output theirs.asc data");
        var theirs = PackageSignature.read(Files.readString(directory.resolve("theirs.asc")));
        assertThat(theirs.signedBy()).isNotEqualTo(id);
        assertThat(check().check(theirs, DATA).signer()).isEqualTo("Ada <ada@example.org>");
        var ours = Signing.withKey(
                directory.resolve("secret.asc"), DATA, Instant.now().plusSeconds(1));
        assertThat(ours.signedBy()).isEqualTo(theirs.signedBy());
        assertThat(check().check(ours, DATA).standing()).isEqualTo(Standing.TRUSTED);
    }

    @Test
    void a_revoked_key_signs_nothing_any_more() throws Exception {
        makeKey("ed25519 sign");
        gpg("--armor --detach-sign --output theirs.asc data");
        Shell.run(
                directory,
                "sed 's/^:---/---/' home/openpgp-revocs.d/*.rev >revoke.asc; GNUPGHOME=$PWD/home gpg --batch --import revoke.asc");
        gpg("--armor --export --output new.asc && mv new.asc keys.asc");
        var theirs = PackageSignature.read(Files.readString(directory.resolve("theirs.asc")));
        assertThatThrownBy(() -> check().check(theirs, DATA))
                .isInstanceOf(InvalidSignature.class)
                .hasMessageContaining("revoked");
    }

    @Test
    void damaged_signatures_are_refused_and_never_crash() throws Exception {
        makeKey("ed25519 sign");
        gpg("--armor --detach-sign --output theirs.asc data");
        var good = Files.readString(directory.resolve("theirs.asc"));
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder(good);
            int at = random.nextInt(35, text.length());
            text.setCharAt(at, (char) ('A' + random.nextInt(26)));
            var damaged = i % 4 == 0 ? text.substring(0, at) : text.toString();
            if (damaged.strip().equals(good.strip())) {
                continue;
            }
            try {
                check().check(PackageSignature.read(damaged), DATA);
            } catch (InvalidSignature refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }
}
