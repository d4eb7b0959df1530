package dev.templedb.packages.ssh;

/// A key or another value of SSH has no valid form, or one that is not taken here. The message is the end of a sentence
/// about it and holds no secret.
@SuppressWarnings("serial")
public final class InvalidSsh extends Exception {
    /// What is wrong.
    public enum Reason {
        /// It is cut off, or was changed.
        DAMAGED,
        /// It is whole, but of a type or form that is not read here.
        UNKNOWN_TYPE,
        /// An RSA key that can be broken.
        RSA_TOO_SHORT,
        /// An RSA key that takes too long to compute with.
        RSA_TOO_LONG,
        /// A file with more keys than one.
        SEVERAL_KEYS,
        /// A private key that a passphrase protects in a way that is not read here.
        LOCKED,
        /// The passphrase is not that of the key.
        PASSPHRASE_WRONG
    }

    private final Reason reason;

    InvalidSsh(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    InvalidSsh(String message) {
        this(Reason.DAMAGED, message);
    }

    InvalidSsh(String message, Throwable cause) {
        super(message, cause);
        this.reason = Reason.DAMAGED;
    }

    /// What is wrong.
    public Reason reason() {
        return reason;
    }
}
