package dev.templedb.cathedral.http;

import dev.templedb.cathedral.postgres.PostgresOutage;
import dev.templedb.cathedral.sql.PostgresErrors;
import dev.templedb.core.ErrorCode;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Says of failures of the database only whether trying again may help; the log has the rest.
@Provider
public final class DatabaseProblemMapper implements ExceptionMapper<JdbiException> {
    private static final Logger LOG = Logger.getLogger(DatabaseProblemMapper.class);

    @Override
    public Response toResponse(JdbiException failure) {
        if (PostgresOutage.isFull(failure)) {
            LOG.errorf("The disk of the database is full: %s", failure.getMessage());
            return Problems.answer(ErrorCode.DISK_FULL, "The registry's database has no room on its disk.");
        }
        if (PostgresOutage.isBehind(failure)) {
            LOG.warnf("The database is away: %s", failure.getMessage());
            return Problems.answer(ErrorCode.DATABASE_UNAVAILABLE, "The registry can not reach its database.");
        }
        if (PostgresErrors.isConflict(failure)) {
            return Problems.answer(ErrorCode.CHANGED_MEANWHILE, "Somebody else has changed the same at the same time.");
        }
        LOG.error("The database has refused a statement", failure);
        return Problems.answer(ErrorCode.INTERNAL, "Something went wrong in the server; its log says what.");
    }
}
