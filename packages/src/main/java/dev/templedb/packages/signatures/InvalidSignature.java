package dev.templedb.packages.signatures;

/// A signature or key has no valid form, or does not hold. The message is the end of a sentence about it.
@SuppressWarnings("serial")
public final class InvalidSignature extends Exception {
    public InvalidSignature(String message) {
        super(message);
    }

    public InvalidSignature(String message, Throwable cause) {
        super(message, cause);
    }
}
