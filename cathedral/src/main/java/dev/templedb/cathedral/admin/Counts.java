package dev.templedb.cathedral.admin;

import dev.templedb.api.CountsJson;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// How much there is on this server. Counting takes 0.2 to 0.3 s on two busy cores for 100,000 projects, versions and
/// users each, and half a million activities.
///
/// Safe for use by several threads.
@Singleton
public final class Counts {
    private static final Logger LOG = Logger.getLogger(Counts.class);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final PostgresCounts table = new PostgresCounts();
    private @Nullable CountsJson last;
    private long lastAt;

    public Counts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Counts now.
    public CountsJson count() {
        return jdbi.withHandle(table::count);
    }

    /// What was counted within the last minute, by this server; null when the database did not answer then.
    synchronized @Nullable CountsJson recent() {
        long now = System.nanoTime();
        if (lastAt == 0 || now - lastAt > GOOD_FOR.toNanos()) {
            lastAt = now;
            last = countIfPossible();
        }
        return last;
    }

    private @Nullable CountsJson countIfPossible() {
        try {
            return count();
        } catch (RuntimeException away) {
            LOG.warnf("The registry could not be counted: %s", away.getMessage());
            return null;
        }
    }
}
