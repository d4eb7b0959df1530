package dev.templedb.cathedral.traces;

import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Tells traces of statements, which JDBI times anyway.
final class PostgresStatements implements SqlLogger {
    private final Recorder recorder;

    PostgresStatements(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        record(context, context.getCompletionMoment(), null);
    }

    @Override
    public void logException(StatementContext context, SQLException failure) {
        String state = failure.getSQLState();
        record(context, context.getExceptionMoment(), state == null ? "SQLException" : state);
    }

    private void record(StatementContext context, @Nullable Instant end, @Nullable String failure) {
        Instant start = context.getExecutionMoment();
        String sql = context.getRawSql();
        if (start != null && end != null && sql != null) {
            recorder.statement(sql, start, end, failure);
        }
    }
}
