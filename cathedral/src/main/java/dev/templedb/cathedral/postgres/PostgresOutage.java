package dev.templedb.cathedral.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a database that is away from one that refuses a statement.
public final class PostgresOutage {
    private static final String DISK_FULL = "53100";

    private PostgresOutage() {}

    /// Whether a failure means that the database can not be reached, is stopping or starting, or has no room for
    /// another connection: trying again later may help.
    public static boolean isBehind(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a failure means that the database has no room on its disk; what was to be written is not.
    public static boolean isFull(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /// What PostgreSQL or its driver said, when one of them is behind a failure.
    public static Optional<String> reason(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return Optional.ofNullable(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static boolean isOutage(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || message.toLowerCase(Locale.ROOT).contains("acquisition timeout");
    }
}
