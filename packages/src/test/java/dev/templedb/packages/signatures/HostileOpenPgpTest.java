package dev.templedb.packages.signatures;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.testkit.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenPGP keys and signatures that `gpg` makes only when it is told to, and some that it never makes.
class HostileOpenPgpTest {
    private static final byte[] DATA = "templedb-state-v1\0 and a root".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private static Path keys;

    @BeforeAll
    static void makeKeys() throws IOException {
        Files.write(keys.resolve("data"), DATA);
        Shell.run(keys, """
                mkdir -m 700 home && export GNUPGHOME=$PWD/home
                gpg="gpg --batch --quiet --pinentry-mode loopback"
                make() { $gpg --passphrase "$4" --quick-gen-key "$1 <$1@example.org>" $2 sign $3 2>&1; }
                public() { $gpg --armor --export "$1@example.org" >$1.asc; }
                secret() { $gpg --passphrase "$2" --armor --export-secret-keys "$1@example.org" >$1.secret; }
                sign() { name=$1; shift; $gpg --passphrase '' --armor --detach-sign --output $name.sig "$@" data 2>&1; }

                make ada rsa2048 never '' && make eve ed25519 1d '' && make locked ed25519 never sesame
                for who in ada eve locked; do public $who; done
                secret locked sesame; secret eve ''
                sign weak -u ada@example.org --digest-algo SHA1 --allow-weak-digest-algos
                sign brief -u ada@example.org --default-sig-expire 1d
                sign plain -u eve@example.org
                sign two -u ada@example.org -u eve@example.org
                sign text -u ada@example.org --textmode
                master=$($gpg --list-keys --with-colons ada@example.org | grep -m1 ^fpr | cut -d: -f10)
                $gpg --passphrase '' --quick-add-key $master ed25519 sign
                $gpg --passphrase '' --quick-add-key $master rsa2048 encr
                public ada; secret ada ''; sign sub -u ada@example.org
                sed 's/^:---/---/' home/openpgp-revocs.d/$master.rev >revoke
                $gpg --import revoke 2>&1
                $gpg --passphrase '' --armor --export-secret-keys ada@example.org >revoked.secret
                """);
    }

    @AfterAll
    static void end() {
        Shell.run(keys, "GNUPGHOME=$PWD/home gpgconf --kill all");
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(keys.resolve(name));
    }

    private static SignatureCheck.Verdict check(String signature, byte[] trusted, Instant now)
            throws IOException, InvalidSignature {
        return new SignatureCheck(Optional.empty(), Optional.of(trusted), now)
                .check(PackageSignature.read(signature), DATA);
    }

    private static void refused(String signature, byte[] trusted, Instant now, String why) {
        assertThatThrownBy(() -> check(signature, trusted, now))
                .isInstanceOf(InvalidSignature.class)
                .hasMessageContaining(why);
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(5);
    }

    private static Instant later() {
        return Instant.now().plus(Duration.ofDays(2));
    }

    @Test
    void signatures_with_sha_1_or_past_their_own_time_do_not_count() throws Exception {
        var ada = bytes("ada.asc");
        refused(Files.readString(keys.resolve("weak.sig")), ada, soon(), "no longer safe");
        var brief = Files.readString(keys.resolve("brief.sig"));
        assertThat(check(brief, ada, soon()).signer()).isEqualTo("ada <ada@example.org>");
        refused(brief, ada, later(), "it has expired");
    }

    @Test
    void a_key_past_its_time_signs_nothing_any_more_and_none_signs_before_it_was_made() throws Exception {
        var plain = Files.readString(keys.resolve("plain.sig"));
        assertThat(check(plain, bytes("eve.asc"), soon()).standing()).isEqualTo(Standing.TRUSTED);
        refused(plain, bytes("eve.asc"), later(), "has expired or is not valid yet");
        var early = OpenPgp.sign(bytes("ada.secret"), DATA, Instant.now().minus(Duration.ofDays(1)));
        refused(early, bytes("ada.asc"), soon(), "has expired or is not valid yet");
    }

    @Test
    void a_key_that_is_in_no_file_of_ours_is_named_and_not_trusted() throws Exception {
        var verdict = check(Files.readString(keys.resolve("plain.sig")), bytes("ada.asc"), soon());
        assertThat(verdict.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(verdict.note()).contains("could not be checked").contains(verdict.key());
    }

    @Test
    void two_signatures_in_one_or_one_over_text_are_refused() throws Exception {
        for (var name : new String[] {"two.sig", "text.sig"}) {
            assertThatThrownBy(() -> PackageSignature.read(Files.readString(keys.resolve(name))))
                    .as(name)
                    .isInstanceOf(InvalidSignature.class);
        }
    }

    @Test
    void a_file_that_holds_no_public_keys_is_refused_at_once() {
        for (var file : new String[] {"", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n", "nonsense"}) {
            refuses(
                            ErrorCode.USAGE,
                            () -> new SignatureCheck(
                                    Optional.empty(),
                                    Optional.of(file.getBytes(StandardCharsets.US_ASCII)),
                                    Instant.EPOCH))
                    .contains("--openpgp-keys");
        }
    }

    @Test
    void secret_keys_that_cannot_sign_say_why() throws IOException {
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withKey(keys.resolve("locked.secret"), DATA, soon()))
                .contains("a passphrase protects it");
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withKey(keys.resolve("revoked.secret"), DATA, soon()))
                .contains("no key that may sign");
        var damaged = Files.writeString(
                keys.resolve("damaged.secret"), "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQVYBGkAAAAB\n");
        refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withKey(damaged, DATA, soon()))
                .contains("not a secret key that can sign");
    }

    @Test
    void of_the_subkeys_the_one_for_signing_signs() throws Exception {
        var ours =
                Signing.withKey(keys.resolve("ada.secret"), DATA, Instant.now().plusSeconds(1));
        var theirs = PackageSignature.read(Files.readString(keys.resolve("sub.sig")));
        assertThat(ours.signedBy()).isEqualTo(theirs.signedBy());
        assertThat(check(ours.armored(), bytes("ada.asc"), soon()).standing()).isEqualTo(Standing.TRUSTED);
    }

    private static PGPSecretKeyRing secretRing(String name) throws Exception {
        try (var in = PGPUtil.getDecoderStream(Files.newInputStream(keys.resolve(name)))) {
            return new PGPSecretKeyRing(in, new BcKeyFingerprintCalculator());
        }
    }

    private static PGPPublicKeyRing publicRing(String name) throws Exception {
        try (var in = PGPUtil.getDecoderStream(Files.newInputStream(keys.resolve(name)))) {
            return new PGPPublicKeyRing(in, new BcKeyFingerprintCalculator());
        }
    }

    private static PGPPrivateKey open(PGPSecretKey key) throws Exception {
        return key.extractPrivateKey(
                new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(new char[0]));
    }

    private static PGPPublicKey signingSubkey() throws Exception {
        var key =
                PackageSignature.read(Files.readString(keys.resolve("sub.sig"))).signedBy();
        var keys = publicRing("ada.asc").getPublicKeys();
        while (keys.hasNext()) {
            var one = keys.next();
            if (java.util.HexFormat.of()
                    .withUpperCase()
                    .formatHex(one.getFingerprint())
                    .equals(key)) {
                return one;
            }
        }
        throw new AssertionError("no subkey");
    }

    /// Eve's public keys with Ada's signing subkey among them.
    private static byte[] withSubkey(PGPPublicKey subkey) throws Exception {
        return PGPPublicKeyRing.insertPublicKey(publicRing("eve.asc"), subkey).getEncoded();
    }

    @Test
    void nobody_can_take_a_subkey_of_somebody_else_for_their_own() throws Exception {
        var byAda = Files.readString(keys.resolve("sub.sig"));
        assertThat(check(byAda, bytes("ada.asc"), soon()).standing()).isEqualTo(Standing.TRUSTED);
        refused(byAda, withSubkey(signingSubkey()), soon(), "no signing key of its owner");

        var eve = secretRing("eve.secret").getSecretKey();
        var binding = generator(eve);
        binding.init(PGPSignature.SUBKEY_BINDING, open(eve));
        var parts = new PGPSignatureSubpacketGenerator();
        parts.setKeyFlags(true, KeyFlags.SIGN_DATA);
        parts.setIssuerFingerprint(false, eve.getPublicKey());
        binding.setHashedSubpackets(parts.generate());
        var claimed = PGPPublicKey.addCertification(
                signingSubkey(), binding.generateCertification(eve.getPublicKey(), signingSubkey()));
        // Eve's main key says that the subkey is hers; the subkey does not say so.
        refused(byAda, withSubkey(claimed), soon(), "no signing key of its owner");
    }

    private static PGPSignatureGenerator generator(PGPSecretKey key) {
        return new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(key.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
                key.getPublicKey());
    }

    @Test
    void a_signature_that_says_only_the_short_id_of_its_key_counts() throws Exception {
        var eve = secretRing("eve.secret").getSecretKey();
        var generator = generator(eve);
        generator.init(PGPSignature.BINARY_DOCUMENT, open(eve));
        var parts = new PGPSignatureSubpacketGenerator();
        parts.setSignatureCreationTime(true, java.util.Date.from(Instant.now().plusSeconds(1)));
        parts.setIssuerKeyID(false, eve.getKeyID());
        generator.setHashedSubpackets(parts.generate());
        generator.update(DATA);
        var out = new ByteArrayOutputStream();
        try (var armor = ArmoredOutputStream.builder().clearHeaders().build(out)) {
            generator.generate().encode(armor);
        }
        var armored = out.toString(StandardCharsets.US_ASCII);
        assertThat(PackageSignature.read(armored).signedBy()).isEqualTo("%016X".formatted(eve.getKeyID()));
        assertThat(check(armored, bytes("eve.asc"), soon()).signer()).isEqualTo("eve <eve@example.org>");
    }
}
