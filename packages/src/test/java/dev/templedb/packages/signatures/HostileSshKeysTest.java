package dev.templedb.packages.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.Refusal;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.packages.ssh.SshBytes;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SSH keys, signatures and lists of signers that nobody honest makes, field by field.
class HostileSshKeysTest {
    private static final byte[] DATA = "templedb-state-v1\0 and a root".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private static Path keys;

    @BeforeAll
    static void makeKeys() throws IOException {
        Files.write(keys.resolve("data"), DATA);
        Shell.run(keys, """
                ssh-keygen -q -t ed25519 -N '' -C ada -f ada
                ssh-keygen -q -t ed25519 -N '' -C eve -f eve
                ssh-keygen -q -t rsa -b 1024 -N '' -C weak -f weak
                ssh-keygen -Y sign -q -n templedb -O hashalg=sha256 -f ada data 2>&1
                (printf 'eve '; cat eve.pub; printf 'ada '; cat ada.pub) >allowed
                """);
    }

    private static byte[] body(Path pem) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readString(pem)
                        .replaceAll("-----[A-Z ]*-----", "")
                        .strip());
    }

    /// The fields of a private key, as PROTOCOL.key names them; each can be another one.
    private static final class KeyFile {
        byte[] magic = MAGIC;
        int count = 1;
        int secondCheck;
        int firstCheck;
        String type;
        byte[] publicBlob;
        byte[] publicAgain;
        byte[] both;

        KeyFile(String name) throws Exception {
            var outer = new SshBytes(body(keys.resolve(name)));
            outer.bytes(MAGIC.length);
            outer.text();
            outer.text();
            outer.string();
            outer.uint32();
            publicBlob = outer.string();
            var inner = new SshBytes(outer.string());
            firstCheck = inner.uint32();
            secondCheck = inner.uint32();
            type = inner.text();
            publicAgain = inner.string();
            both = inner.string();
        }

        Path write() throws IOException {
            var secret = new SshBytes.Writer()
                    .uint32(firstCheck)
                    .uint32(secondCheck)
                    .text(type)
                    .string(publicAgain)
                    .string(both)
                    .bytes();
            var file = new SshBytes.Writer()
                    .raw(magic)
                    .text("none")
                    .text("none")
                    .text("")
                    .uint32(count)
                    .string(publicBlob)
                    .string(secret)
                    .bytes();
            return pem(Base64.getMimeEncoder().encodeToString(file));
        }

        void isRefused(String why) throws IOException {
            refuses(write(), why);
        }
    }

    private static Path pem(String body) throws IOException {
        return Files.writeString(
                keys.resolve("made"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n");
    }

    private static void refuses(Path key, String why) {
        Refusal.refuses(ErrorCode.SIGNING_KEY_UNUSABLE, () -> Signing.withKey(key, DATA, NOW))
                .contains(why);
    }

    @Test
    void a_private_key_that_was_changed_in_any_field_signs_nothing() throws Exception {
        assertThat(Signing.withKey(new KeyFile("ada").write(), DATA, NOW).signedBy())
                .isEqualTo(Signing.withKey(keys.resolve("ada"), DATA, NOW).signedBy());
        var key = new KeyFile("ada");
        key.magic = "openssh-key-v2\0".getBytes(StandardCharsets.US_ASCII);
        key.isRefused("version");
        key = new KeyFile("ada");
        key.count = 2;
        key.isRefused("several keys");
        key = new KeyFile("ada");
        key.secondCheck++;
        key.isRefused("damaged");
        key = new KeyFile("ada");
        key.type = "ssh-rsa";
        key.isRefused("damaged");
        key = new KeyFile("ada");
        key.both = new byte[63];
        key.isRefused("damaged");
        key = new KeyFile("ada");
        key.publicBlob =
                new SshBytes.Writer().text("ssh-ed25519").string(new byte[31]).bytes();
        key.isRefused("public key is not valid");
        refuses(pem("no Base64!"), "damaged");
        refuses(pem("AAAA"), "cut off");
    }

    @Test
    void the_private_half_of_another_key_signs_nothing() throws Exception {
        var key = new KeyFile("ada");
        key.both = new KeyFile("eve").both;
        key.isRefused("do not belong together");
    }

    @Test
    void a_weak_rsa_key_signs_nothing() {
        refuses(keys.resolve("weak"), "1024 bits");
    }

    private static SignatureCheck check() throws IOException {
        return new SignatureCheck(
                Optional.of(AllowedSigners.read(Files.readAllBytes(keys.resolve("allowed")), ZoneOffset.UTC)),
                Optional.empty(),
                NOW);
    }

    private static SshBytes.Writer text(String text) {
        return new SshBytes.Writer().text(text);
    }

    private static byte[] number(String decimal) {
        return new BigInteger(decimal).toByteArray();
    }

    private static String armor(byte[] key, byte[] signature) {
        return SshSignature.armor(key, PackageSignature.NAMESPACE, signature);
    }

    private static void refuses(byte[] key, byte[] signature, String why) {
        invalid(() -> check().check(PackageSignature.read(armor(key, signature)), DATA), why);
    }

    private static void invalid(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(InvalidSignature.class).hasMessageContaining(why);
    }

    @Test
    void a_signature_with_the_other_hash_counts_and_is_looked_up_among_all_signers() throws Exception {
        var signature = PackageSignature.read(Files.readString(keys.resolve("data.sig")));
        assertThat(check().check(signature, DATA).signer()).isEqualTo("ada");
        var withoutList = new SignatureCheck(Optional.empty(), Optional.empty(), NOW).check(signature, DATA);
        assertThat(withoutList.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(withoutList.signer()).isEqualTo(signature.signedBy());
    }

    @Test
    void rsa_signatures_count_with_sha_256_and_not_with_sha_1() throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA");
        pair.initialize(2048);
        var rsa = pair.generateKeyPair();
        var modulus = ((RSAPublicKey) rsa.getPublic()).getModulus();
        var key = text("ssh-rsa")
                .string(number("65537"))
                .string(modulus.toByteArray())
                .bytes();
        var signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(rsa.getPrivate());
        signer.update(SshSignature.signedBytes(DATA, PackageSignature.NAMESPACE, new byte[0], SshSignature.HASH));
        var value = signer.sign();
        var good = PackageSignature.read(
                armor(key, text("rsa-sha2-256").string(value).bytes()));
        assertThat(check().check(good, DATA).standing()).isEqualTo(Standing.UNKNOWN);
        refuses(key, text("ssh-rsa").string(value).bytes(), "not that of its key");
        refuses(key, text("rsa-sha2-512").string(value).bytes(), "not one of its key");
    }

    @Test
    void public_keys_that_are_none_are_refused() {
        var signature = text("ssh-ed25519").string(new byte[64]).bytes();
        refuses(text("ssh-dss").bytes(), signature, "type ssh-dss");
        refuses(text("ssh-ed25519").string(new byte[33]).bytes(), signature, "not valid");
        refuses(text("ssh-ed25519").string(new byte[32]).text("more").bytes(), signature, "follows its end");
        refuses(text("ssh-rsa").string(number("65537")).string(new byte[3000]).bytes(), signature, "no valid form");
        refuses(text("ssh-rsa").string(new byte[] {-1}).string(new byte[1]).bytes(), signature, "no valid form");
        refuses(text("ssh-rsa").string(new byte[] {0}).string(new byte[1]).bytes(), signature, "is zero");
        var modulus = BigInteger.ONE.shiftLeft(2047).toByteArray();
        refuses(text("ssh-rsa").string(number("1")).string(modulus).bytes(), signature, "not valid");
        refuses(
                text("ssh-rsa")
                        .string(BigInteger.ONE.shiftLeft(64).toByteArray())
                        .string(modulus)
                        .bytes(),
                signature,
                "are taken");
        var point = new byte[65];
        refuses(text("ecdsa-sha2-nistp256").text("nistp384").string(point).bytes(), signature, "not valid");
        refuses(text("ecdsa-sha2-nistp256").text("nistp256").string(point).bytes(), signature, "not valid");
        point[0] = 4;
        var ofEcdsa = text("ecdsa-sha2-nistp256")
                .string(new SshBytes.Writer()
                        .string(number("1"))
                        .string(number("1"))
                        .bytes())
                .bytes();
        refuses(text("ecdsa-sha2-nistp256").text("nistp256").string(point).bytes(), ofEcdsa, "not one of its key");
    }

    @Test
    void the_numbers_of_an_ecdsa_signature_are_as_long_as_its_curve_at_most() throws Exception {
        Shell.run(keys, "ssh-keygen -q -t ecdsa -b 256 -N '' -f curve");
        var key = Base64.getDecoder()
                .decode(Files.readString(keys.resolve("curve.pub")).split(" ")[1]);
        var numbers = new SshBytes.Writer()
                .string(BigInteger.ONE.shiftLeft(256).toByteArray())
                .string(number("1"))
                .bytes();
        refuses(key, text("ecdsa-sha2-nistp256").string(numbers).bytes(), "too large");
    }

    @Test
    void a_manifest_whose_signatures_have_another_form_is_refused() throws Exception {
        var good = PackageSignature.into(
                Json.Obj.empty(), List.of(PackageSignature.read(Files.readString(keys.resolve("data.sig")))));
        var first = good.object("signature");
        assertThat(PackageSignature.of(good)).hasSize(1);
        invalid(() -> PackageSignature.of(good.with("signature", "mine")), "is no object");
        invalid(() -> PackageSignature.of(good.with("signature", Json.Obj.empty())), "holds none");
        invalid(
                () -> PackageSignature.of(good.with("signature", first.with("signed_by", "SHA256:somebody"))),
                "another signer");
        invalid(
                () -> PackageSignature.of(good.with("signature", first.with("algorithm", "openpgp"))),
                "another signer or algorithm");
        invalid(() -> PackageSignature.of(good.with("signature", first.with("signature", "\u00e4"))), "ASCII");
        invalid(
                () -> PackageSignature.of(good.with("signature", first.with("signature", SshSignature.BEGIN + "!"))),
                "OpenSSH's form");
        invalid(
                () -> PackageSignature.of(good.with(
                        "signature",
                        first.with(
                                "also", new Json.Arr(Collections.nCopies(PackageSignature.MOST_SIGNATURES, first))))),
                "more than 16");
        invalid(
                () -> PackageSignature.read("-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----\n"),
                "OpenSSH's form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada namespaces=\"a\" AAAA", "ada namespaces=\"a\" words AAAA"})
    void a_line_of_allowed_signers_without_a_type_of_key_is_refused(String line) {
        Refusal.refuses(
                        ErrorCode.ALLOWED_SIGNERS_INVALID,
                        () -> AllowedSigners.read(line.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC))
                .contains("Line 1 ")
                .contains("no type of key");
    }

    @Test
    void a_list_of_signers_of_any_length_is_refused_before_it_is_read() {
        Refusal.refuses(
                        ErrorCode.ALLOWED_SIGNERS_INVALID,
                        () -> AllowedSigners.read(new byte[(8 << 20) + 1], ZoneOffset.UTC))
                .contains("more than 8388608 bytes");
    }

    @Test
    void a_pattern_may_end_with_stars() {
        assertThat(AllowedSigners.matches("temple**", "templedb")).isTrue();
        assertThat(AllowedSigners.matches("templedb**", "templedb")).isTrue();
        assertThat(AllowedSigners.matches("templedb?*", "templedb")).isFalse();
    }
}
