package dev.templedb.packages.signatures;

import dev.templedb.packages.ssh.InvalidSsh;
import dev.templedb.packages.ssh.InvalidSsh.Reason;
import dev.templedb.packages.ssh.SshBytes;
import dev.templedb.packages.ssh.SshKeyFile;
import dev.templedb.packages.ssh.SshPrivateKey;
import dev.templedb.packages.ssh.SshPublicKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;

/// Signs with a private key in OpenSSH's own form that no passphrase protects.
///
/// Others, those with a passphrase, those in older forms and those of an agent or a device, are for `ssh-keygen`: see
/// [KeyPrograms].
final class SshSigner {
    private final SshKey publicKey;
    private final SshPrivateKey key;

    private SshSigner(SshPrivateKey key) throws InvalidSignature {
        this.publicKey = SshKey.of(key.publicKey());
        this.key = key;
    }

    /// Reads the content of a key file; empty when it is of another form or type, or protected.
    ///
    /// @throws InvalidSignature when it is damaged
    static Optional<SshSigner> read(byte[] file) throws InvalidSignature {
        if (!SshKeyFile.isOne(file)) {
            return Optional.empty();
        }
        try (var read = SshKeyFile.read(file)) {
            return read.isLocked() ? Optional.empty() : Optional.of(new SshSigner(read.open(new byte[0])));
        } catch (InvalidSsh invalid) {
            if (invalid.reason() == Reason.LOCKED || invalid.reason() == Reason.UNKNOWN_TYPE) {
                return Optional.empty();
            }
            throw new InvalidSignature(invalid);
        }
    }

    /// Signs `data` for `namespace`; the result is armored, and proved against the public key.
    String sign(byte[] data, String namespace) throws InvalidSignature {
        var name = key.publicKey() instanceof SshPublicKey.Rsa ? "rsa-sha2-512" : publicKey.type();
        var signed = SshSignature.signedBytes(data, namespace, new byte[0], SshSignature.HASH);
        try {
            var signer = Signature.getInstance(SshKey.algorithm(name));
            signer.initSign(key.key());
            signer.update(signed);
            var value = wire(signer.sign());
            var signature = new SshBytes.Writer().text(name).string(value).bytes();
            if (!publicKey.verifies(signature, signed)) {
                throw new InvalidSignature("its two halves do not belong together");
            }
            return SshSignature.armor(publicKey.blob(), namespace, signature);
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("it cannot sign", wrong);
        }
    }

    /// ECDSA's two numbers as SSH writes them; others are what they are.
    private byte[] wire(byte[] plain) {
        if (!(key.publicKey() instanceof SshPublicKey.Ecdsa)) {
            return plain;
        }
        int half = plain.length / 2;
        return new SshBytes.Writer()
                .string(new BigInteger(1, SshBytes.part(plain, 0, half)).toByteArray())
                .string(new BigInteger(1, SshBytes.part(plain, half, plain.length)).toByteArray())
                .bytes();
    }
}
