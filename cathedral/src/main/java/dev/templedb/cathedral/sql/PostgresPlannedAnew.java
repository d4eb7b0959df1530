package dev.templedb.cathedral.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/// Has a statement planned for its arguments each time, which takes about a millisecond.
///
/// A statement that comes again and again gets one plan for all arguments. For one with filters that may be null, or
/// with words of which some are rare and some are everywhere, the best plan depends on them.
public final class PostgresPlannedAnew implements StatementCustomizer {
    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
}
