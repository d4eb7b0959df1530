package dev.templedb.cathedral.accounts;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.AgeFailure;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.packages.ssh.InvalidSsh;
import dev.templedb.packages.ssh.SshPublicKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/// Reads the public keys that people put into their profiles.
final class KeyReader {
    private KeyReader() {}

    /// A key that has been understood.
    record Read(String text, String fingerprint, String comment) {}

    /// @throws TempleException with `PROFILE_KEY_INVALID`
    static Read read(String kind, String text) {
        if (text.contains("PRIVATE KEY") || text.contains("AGE-SECRET-KEY")) {
            throw invalid("This is a private key; nobody but you may have it. It was not kept.");
        }
        return switch (kind) {
            case "age" -> age(text.strip());
            case "ssh" -> ssh(text.strip());
            case "gpg" -> gpg(text.strip());
            default -> throw invalid("The kind of a key is age, ssh or gpg.");
        };
    }

    private static Read age(String text) {
        try {
            if (text.startsWith("age1")) {
                var recipient = AgeRecipient.parse(text);
                return new Read(recipient.key(), recipient.key(), recipient.comment());
            }
        } catch (AgeFailure e) {
            throw invalid("This is no age recipient: %s.".formatted(e.getMessage()));
        }
        throw invalid("This is no age recipient: one begins with age1.");
    }

    private static Read ssh(String text) {
        String[] words = text.split("\\s+", 3);
        try {
            byte[] blob = Base64.getDecoder().decode(words.length > 1 ? words[1] : "");
            if (!SshPublicKey.read(blob).type().equals(words[0])) {
                throw invalid("This is no public key of SSH: its type and its content differ.");
            }
            var hash = Sha256.of(blob).bytes();
            String fingerprint =
                    "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
            return new Read(words[0] + " " + words[1], fingerprint, words.length > 2 ? words[2] : "");
        } catch (InvalidSsh | IllegalArgumentException e) {
            throw invalid("This is no public key of SSH, such as `ssh-ed25519 AAAA…`.");
        }
    }

    private static Read gpg(String text) {
        try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            var rings = new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator());
            if (rings.size() != 1) {
                throw invalid("Give one OpenPGP key at a time.");
            }
            var key = rings.getKeyRings().next().getPublicKey();
            var names = key.getUserIDs();
            return new Read(
                    text,
                    HexFormat.of().withUpperCase().formatHex(key.getFingerprint()),
                    names.hasNext() ? names.next() : "");
        } catch (IOException | PGPException | RuntimeException e) {
            if (e instanceof TempleException ours) {
                throw ours;
            }
            throw invalid("This is no armored public key of OpenPGP.");
        }
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.PROFILE_KEY_INVALID, sentence);
    }
}
