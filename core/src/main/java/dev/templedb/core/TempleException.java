package dev.templedb.core;

import org.jspecify.annotations.Nullable;

/// The one exception that crosses module boundaries on purpose.
///
/// The message is a full sentence for a person, without secrets or stack
/// detail; the cause is for the log.
@SuppressWarnings("serial")
public final class TempleException extends RuntimeException {
    private final ErrorCode code;

    public TempleException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public TempleException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// What went wrong, by its permanent id.
    public ErrorCode code() {
        return code;
    }
}
