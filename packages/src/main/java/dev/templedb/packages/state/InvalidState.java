package dev.templedb.packages.state;

import dev.templedb.core.ErrorCode;

/// Some JSON is not a project state. The message completes "the project state is not valid: …".
@SuppressWarnings("serial")
public final class InvalidState extends Exception {
    enum Reason {
        MALFORMED,
        NEWER,
        TOO_LARGE
    }

    private final Reason reason;

    InvalidState(String message) {
        this(message, Reason.MALFORMED);
    }

    InvalidState(String message, Reason reason) {
        super(message);
        this.reason = reason;
    }

    /// The error of a package with such a state.
    public ErrorCode code() {
        return switch (reason) {
            case MALFORMED -> ErrorCode.PACKAGE_MALFORMED;
            case NEWER -> ErrorCode.PACKAGE_VERSION_UNSUPPORTED;
            case TOO_LARGE -> ErrorCode.PACKAGE_TOO_LARGE;
        };
    }

    /// Whether nothing is wrong with the state but that there is more in it than a state may hold.
    public boolean isTooLarge() {
        return reason == Reason.TOO_LARGE;
    }
}
