package dev.templedb.cathedral.sql;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells apart why PostgreSQL has refused a statement.
public final class PostgresErrors {
    /// Unique violation, serialization failure, deadlock, foreign key violation.
    private static final Set<String> CONFLICTS = Set.of("23505", "40001", "40P01", "23503");

    private PostgresErrors() {}

    /// True when somebody else has changed the same at the same time.
    public static boolean isConflict(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && CONFLICTS.contains(String.valueOf(refused.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
