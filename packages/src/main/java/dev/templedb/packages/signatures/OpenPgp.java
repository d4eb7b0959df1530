package dev.templedb.packages.signatures;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.bc.BcPGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/// Detached OpenPGP signatures, as `gpg --detach-sign` makes them.
final class OpenPgp {
    static final String BEGIN = "-----BEGIN PGP SIGNATURE-----";
    private static final String SECRET_KEY = "-----BEGIN PGP PRIVATE KEY BLOCK-----";
    private static final Set<Integer> HASHES = Set.of(
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    private OpenPgp() {}

    /// Who made a signature, and whether that could be proved.
    ///
    /// @param name empty when the keys do not hold the signer's, and so nothing was proved
    record Signer(String keyId, Optional<String> name) {}

    static boolean isSecretKey(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).stripLeading().startsWith(SECRET_KEY);
    }

    /// The key that a signature says it is by: its fingerprint, or its id when it has no more.
    static String keyOf(String armored) throws InvalidSignature {
        return keyOf(read(armored));
    }

    private static String keyOf(PGPSignature signature) {
        var hashed = signature.getHashedSubPackets();
        var fingerprint = hashed == null ? null : hashed.getIssuerFingerprint();
        return fingerprint == null
                ? "%016X".formatted(signature.getKeyID())
                : HexFormat.of().withUpperCase().formatHex(fingerprint.getFingerprint());
    }

    /// @param keys public keys that are trusted, as `gpg --export` writes them
    /// @throws InvalidSignature when it does not hold, or its key may not sign any more
    static Signer verify(String armored, byte[] keys, byte[] data, Instant now) throws InvalidSignature {
        var signature = read(armored);
        var id = keyOf(signature);
        try {
            var ring = find(keys(keys), signature.getKeyID());
            if (ring.isEmpty()) {
                return new Signer(id, Optional.empty());
            }
            var key = ring.get().getPublicKey(signature.getKeyID());
            requireUsable(ring.get(), key, signature.getCreationTime(), now);
            if (!HASHES.contains(signature.getHashAlgorithm())) {
                throw new InvalidSignature("it was made with a hash that is no longer safe");
            }
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(data);
            if (!signature.verify()) {
                throw new InvalidSignature("it is not one of its key over this content");
            }
            requireTime(signature, now);
            return new Signer(fingerprint(key), Optional.of(name(ring.get().getPublicKey())));
        } catch (PGPException | RuntimeException wrong) {
            throw new InvalidSignature("it is not valid", wrong);
        }
    }

    private static void requireTime(PGPSignature signature, Instant now) throws InvalidSignature {
        var hashed = signature.getHashedSubPackets();
        long seconds = hashed == null ? 0 : hashed.getSignatureExpirationTime();
        if (seconds > 0 && now.isAfter(signature.getCreationTime().toInstant().plusSeconds(seconds))) {
            throw new InvalidSignature("it has expired");
        }
    }

    private static void requireUsable(PGPPublicKeyRing ring, PGPPublicKey key, Date made, Instant now)
            throws InvalidSignature, PGPException {
        var master = ring.getPublicKey();
        requireUnexpired(master, made, now);
        if (key.getKeyID() != master.getKeyID()) {
            requireBound(master, key);
            requireUnexpired(key, made, now);
        }
    }

    private static void requireUnexpired(PGPPublicKey key, Date made, Instant now) throws InvalidSignature {
        if (key.hasRevocation()) {
            throw new InvalidSignature("its key %s was revoked".formatted(fingerprint(key)));
        }
        var created = key.getCreationTime().toInstant();
        long seconds = key.getValidSeconds();
        if (made.toInstant().isBefore(created) || seconds > 0 && now.isAfter(created.plusSeconds(seconds))) {
            throw new InvalidSignature("its key %s has expired or is not valid yet".formatted(fingerprint(key)));
        }
    }

    /// A signing subkey counts when the main key says that it is its own, and the subkey says so too.
    private static void requireBound(PGPPublicKey master, PGPPublicKey subkey) throws InvalidSignature, PGPException {
        for (Iterator<PGPSignature> all = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING); all.hasNext(); ) {
            var binding = all.next();
            if (binding.getKeyID() != master.getKeyID() || binding.getHashedSubPackets() == null) {
                continue;
            }
            binding.init(new BcPGPContentVerifierBuilderProvider(), master);
            boolean maySign = (binding.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
            if (maySign && binding.verifyCertification(master, subkey) && isBoundBack(binding, master, subkey)) {
                return;
            }
        }
        throw new InvalidSignature("its key %s is no signing key of its owner".formatted(fingerprint(subkey)));
    }

    private static boolean isBoundBack(PGPSignature binding, PGPPublicKey master, PGPPublicKey subkey)
            throws PGPException {
        for (var parts : new org.bouncycastle.openpgp.PGPSignatureSubpacketVector[] {
            binding.getHashedSubPackets(), binding.getUnhashedSubPackets()
        }) {
            if (parts == null) {
                continue;
            }
            for (var back : parts.getEmbeddedSignatures()) {
                if (back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING) {
                    back.init(new BcPGPContentVerifierBuilderProvider(), subkey);
                    if (back.verifyCertification(master, subkey)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static Optional<PGPPublicKeyRing> find(PGPPublicKeyRingCollection keys, long id) {
        for (var ring : keys) {
            if (ring.getPublicKey(id) != null) {
                return Optional.of(ring);
            }
        }
        return Optional.empty();
    }

    private static PGPPublicKeyRingCollection keys(byte[] keys) throws InvalidSignature {
        try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(keys))) {
            return new BcPGPPublicKeyRingCollection(in);
        } catch (IOException | PGPException | RuntimeException wrong) {
            throw new InvalidSignature("the file of public keys cannot be read", wrong);
        }
    }

    /// @throws InvalidSignature when `keys` holds no public keys
    static void requireKeys(byte[] keys) throws InvalidSignature {
        if (!keys(keys).iterator().hasNext()) {
            throw new InvalidSignature("the file holds no public key");
        }
    }

    private static PGPSignature read(String armored) throws InvalidSignature {
        try (var in =
                PGPUtil.getDecoderStream(new ByteArrayInputStream(armored.getBytes(StandardCharsets.ISO_8859_1)))) {
            var first = new BcPGPObjectFactory(in).nextObject();
            if (!(first instanceof PGPSignatureList list) || list.size() != 1) {
                throw new InvalidSignature("it is not one detached OpenPGP signature");
            }
            var signature = list.get(0);
            if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
                throw new InvalidSignature("it is an OpenPGP signature of another kind");
            }
            return signature;
        } catch (IOException | RuntimeException wrong) {
            throw new InvalidSignature("it is not one detached OpenPGP signature", wrong);
        }
    }

    /// Signs with an exported secret key that no passphrase protects.
    static String sign(byte[] secretKeys, byte[] data, Instant now) throws InvalidSignature {
        try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(secretKeys))) {
            var secret = signingKey(new BcPGPSecretKeyRingCollection(in));
            if (secret.getKeyEncryptionAlgorithm() != SymmetricKeyAlgorithmTags.NULL) {
                throw new InvalidSignature("a passphrase protects it; import it into gpg and give --key its id");
            }
            var key = secret.extractPrivateKey(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(new char[0]));
            var publicKey = secret.getPublicKey();
            var generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
            generator.init(PGPSignature.BINARY_DOCUMENT, key);
            var parts = new PGPSignatureSubpacketGenerator();
            parts.setSignatureCreationTime(true, Date.from(now));
            parts.setIssuerFingerprint(false, publicKey);
            generator.setHashedSubpackets(parts.generate());
            generator.update(data);
            var out = new ByteArrayOutputStream();
            try (var armor = ArmoredOutputStream.builder().clearHeaders().build(out)) {
                generator.generate().encode(armor);
            }
            return out.toString(StandardCharsets.US_ASCII);
        } catch (IOException | PGPException | IllegalArgumentException wrong) {
            throw new InvalidSignature("it is not a secret key that can sign", wrong);
        }
    }

    private static PGPSecretKey signingKey(BcPGPSecretKeyRingCollection rings) throws InvalidSignature {
        PGPSecretKey found = null;
        for (var ring : rings) {
            for (var key : ring) {
                boolean maySign = key.isSigningKey()
                        && !key.isPrivateKeyEmpty()
                        && !ring.getPublicKey().hasRevocation()
                        && !key.getPublicKey().hasRevocation()
                        && (key.isMasterKey() || signs(key.getPublicKey()));
                // A subkey that was made for signing goes before the main key.
                if (maySign && (found == null || !key.isMasterKey())) {
                    found = key;
                }
            }
        }
        if (found == null) {
            throw new InvalidSignature("it holds no key that may sign");
        }
        return found;
    }

    private static boolean signs(PGPPublicKey subkey) {
        for (Iterator<PGPSignature> all = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING); all.hasNext(); ) {
            var hashed = all.next().getHashedSubPackets();
            if (hashed != null && (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
                return true;
            }
        }
        return false;
    }

    private static String name(PGPPublicKey master) {
        var names = master.getUserIDs();
        return names.hasNext() ? names.next() : fingerprint(master);
    }

    private static String fingerprint(PGPPublicKey key) {
        return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
    }
}
