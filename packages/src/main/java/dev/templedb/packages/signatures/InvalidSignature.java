package dev.templedb.packages.signatures;

import dev.templedb.packages.ssh.InvalidSsh;

/// A signature or key has no valid form, or does not hold. The message is the end of a sentence about it.
@SuppressWarnings("serial")
public final class InvalidSignature extends Exception {
    public InvalidSignature(String message) {
        super(message);
    }

    InvalidSignature(InvalidSsh key) {
        this(String.valueOf(key.getMessage()), key);
    }

    public InvalidSignature(String message, Throwable cause) {
        super(message, cause);
    }
}
