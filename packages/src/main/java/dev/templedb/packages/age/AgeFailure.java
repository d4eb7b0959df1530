package dev.templedb.packages.age;

/// Something cannot be encrypted, decrypted or read as a key. The message holds no secret.
@SuppressWarnings("serial")
public final class AgeFailure extends Exception {
    /// What went wrong.
    public enum Reason {
        /// None of the identities opens the file.
        NO_IDENTITY,
        /// The file is no age file, or was changed.
        DAMAGED,
        /// A key has the wrong form.
        KEY_INVALID,
        /// A key is of a kind that is not supported here, such as an ECDSA key of SSH.
        KEY_UNSUPPORTED,
        /// A passphrase protects the private key, and was not given or is another one.
        PASSPHRASE_WRONG
    }

    private final Reason reason;

    AgeFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What went wrong.
    public Reason reason() {
        return reason;
    }
}
