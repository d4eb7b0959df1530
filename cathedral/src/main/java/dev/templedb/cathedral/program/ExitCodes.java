package dev.templedb.cathedral.program;

import dev.templedb.core.ErrorCode;

/// What the program returns to its caller: the same codes as those of `templedb`.
final class ExitCodes {
    /// That of a process that SIGTERM ends.
    static final int TERMINATED = 143;

    private ExitCodes() {}

    static int of(ErrorCode.Kind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case INVALID -> 2;
            case NOT_FOUND -> 3;
            case CONFLICT, PRECONDITION -> 4;
            case UNAUTHENTICATED, FORBIDDEN, TOO_LARGE, CORRUPT -> 5;
            case LIMITED, UNAVAILABLE -> 6;
        };
    }
}
