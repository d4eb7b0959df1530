package dev.templedb.packages.signatures;

import dev.templedb.packages.ssh.InvalidSsh;
import dev.templedb.packages.ssh.SshBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/// A signature in OpenSSH's form (PROTOCOL.sshsig): what `ssh-keygen -Y sign` writes. Immutable.
final class SshSignature {
    static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int LINE = 70;
    static final String HASH = "sha512";

    private final SshKey key;
    private final String namespace;
    private final byte[] reserved;
    private final String hash;
    private final byte[] signature;

    private SshSignature(SshKey key, String namespace, byte[] reserved, String hash, byte[] signature) {
        this.key = key;
        this.namespace = namespace;
        this.reserved = reserved;
        this.hash = hash;
        this.signature = signature;
    }

    /// Reads the armored form.
    static SshSignature read(String armored) throws InvalidSignature {
        var text = armored.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new InvalidSignature("it is not in OpenSSH's form");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(text.substring(BEGIN.length(), text.length() - END.length())
                            .replaceAll("\\s", ""));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSignature("it is not in OpenSSH's form", wrong);
        }
        try {
            var in = new SshBytes(bytes);
            if (!MessageDigest.isEqual(in.bytes(MAGIC.length), MAGIC) || in.uint32() != 1) {
                throw new InvalidSignature("it is of a version that is not known here");
            }
            var key = SshKey.read(in.string());
            var read = new SshSignature(key, in.text(), in.string(), in.text(), in.string());
            in.end();
            return read;
        } catch (InvalidSsh invalid) {
            throw new InvalidSignature(invalid);
        }
    }

    /// The bytes that a key signs, for `data` in `namespace`.
    static byte[] signedBytes(byte[] data, String namespace, byte[] reserved, String hash) throws InvalidSignature {
        var algorithm = switch (hash) {
            case "sha256" -> "SHA-256";
            case HASH -> "SHA-512";
            default -> throw new InvalidSignature("its hash is not SHA-256 or SHA-512");
        };
        try {
            return new SshBytes.Writer()
                    .raw(MAGIC)
                    .text(namespace)
                    .string(reserved)
                    .text(hash)
                    .string(MessageDigest.getInstance(algorithm).digest(data))
                    .bytes();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The armored form of a signature by `key`.
    static String armor(byte[] key, String namespace, byte[] signature) {
        var blob = new SshBytes.Writer()
                .raw(MAGIC)
                .uint32(1)
                .string(key)
                .text(namespace)
                .string(new byte[0])
                .text(HASH)
                .string(signature)
                .bytes();
        var lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(blob);
        return BEGIN + "\n" + lines + "\n" + END + "\n";
    }

    /// @throws InvalidSignature when this is no signature over `data` in `expected`
    void verify(byte[] data, String expected) throws InvalidSignature {
        if (!namespace.equals(expected)) {
            throw new InvalidSignature("it was made for another purpose: its namespace is not " + expected);
        }
        if (!key.verifies(signature, signedBytes(data, namespace, reserved, hash))) {
            throw new InvalidSignature("it is not one of its key over this content");
        }
    }

    SshKey key() {
        return key;
    }
}
