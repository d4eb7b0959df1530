package dev.templedb.temple.deployments;

import dev.templedb.core.GitId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One deployment.
///
/// @param number    counts the deployments of a project, from 1
/// @param target    where it went
/// @param kind      `run` or `rollback`
/// @param commit    what was deployed
/// @param ref       what was asked for, such as `main`
/// @param state     how it ended
/// @param step      where it stood when it did not succeed: `before`, `script`, `health check` or `after`
/// @param exitCode  of the step that failed
/// @param who       the user
/// @param startedAt when it began
/// @param endedAt   when it ended; absent while it runs, and when nobody knows
/// @param left      the numbers of the processes that still run of one whose program was killed, in order
/// @param log       the end of what it said, with the values of secrets masked; while it runs, and when its program was
///                  killed, all but what it said in about the last second
public record Deployment(
        long number,
        String target,
        String kind,
        GitId commit,
        String ref,
        DeploymentState state,
        Optional<String> step,
        Optional<Long> exitCode,
        String who,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<Long> left,
        String log) {
    public Deployment {
        left = List.copyOf(left);
    }

    /// How long it took.
    public Optional<Duration> duration() {
        return endedAt.map(end -> Duration.between(startedAt, end));
    }
}
