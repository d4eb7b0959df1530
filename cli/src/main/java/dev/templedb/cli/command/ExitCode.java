package dev.templedb.cli.command;

import dev.templedb.core.ErrorCode;

/// What the program returns to its caller.
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int CONFLICT = 4;
    public static final int REFUSED = 5;
    public static final int UNAVAILABLE = 6;

    private ExitCode() {}

    /// The exit code for a failure of this kind.
    public static int of(ErrorCode.Kind kind) {
        return switch (kind) {
            case INVALID -> USAGE;
            case UNAUTHENTICATED, FORBIDDEN, TOO_LARGE, CORRUPT -> REFUSED;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT, PRECONDITION -> CONFLICT;
            case LIMITED, UNAVAILABLE -> UNAVAILABLE;
            case INTERNAL -> FAILED;
        };
    }

    static String meaning(int code) {
        return switch (code) {
            case OK -> "done";
            case FAILED -> "failed";
            case USAGE -> "wrong usage or input";
            case NOT_FOUND -> "not found";
            case CONFLICT -> "conflict";
            case REFUSED -> "refused";
            case UNAVAILABLE -> "busy, unavailable or limited";
            default -> throw new IllegalArgumentException("no such exit code: " + code);
        };
    }
}
