package dev.templedb.cathedral.jobs;

import dev.templedb.cathedral.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/// Removes sessions, tokens, codes, links and kept answers that have ended.
@Singleton
final class SweepJob implements Job {
    private final PostgresEndedRows rows;
    private final Clock clock;
    private final Duration period;

    SweepJob(Jdbi jdbi, Clock clock, Settings settings) {
        this.rows = new PostgresEndedRows(jdbi);
        this.clock = clock;
        this.period = settings.get(JobSettings.SWEEP);
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public Map<String, Object> run() {
        return rows.sweep(clock.instant());
    }
}
