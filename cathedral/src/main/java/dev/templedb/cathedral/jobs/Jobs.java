package dev.templedb.cathedral.jobs;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/// Shows jobs, and makes them due.
@Singleton
public final class Jobs {
    private final Jdbi jdbi;
    private final AuditLog audit;
    private final PostgresJobs table = new PostgresJobs();

    public Jobs(Jdbi jdbi, AuditLog audit) {
        this.jdbi = jdbi;
        this.audit = audit;
    }

    /// All jobs, by name.
    public List<JobState> list() {
        return jdbi.withHandle(table::all);
    }

    /// Makes a job due now; a node takes it within seconds.
    ///
    /// @throws TempleException with `JOB_NOT_FOUND`
    public void wake(Caller caller, String name) {
        jdbi.useTransaction(handle -> {
            if (!table.wake(handle, name)) {
                throw new TempleException(
                        ErrorCode.JOB_NOT_FOUND, "There is no job %s.".formatted(Printable.text(name)));
            }
            audit.record(handle, caller, "job.run", new AuditLog.Resource("job", null, name), Map.of());
        });
    }
}
