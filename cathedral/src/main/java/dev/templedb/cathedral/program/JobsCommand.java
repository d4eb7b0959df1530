package dev.templedb.cathedral.program;

import dev.templedb.cathedral.jobs.JobState;
import dev.templedb.cathedral.jobs.Jobs;
import dev.templedb.cathedral.permissions.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows what servers do by themselves.
@Command(
        name = "jobs",
        description =
                "Show what servers do by themselves, how it went and when it comes again; or let one job run now.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "3:there is no such job, or no registry in the directory", "6:the database is away"},
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin jobs", "  cathedral admin jobs --run gc", "  cathedral admin jobs --format json"})
final class JobsCommand extends OperatorCommand {
    @Option(names = "--run", paramLabel = "JOB", description = "Let a server run this job within seconds.")
    @Nullable
    String wanted;

    JobsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var jobs = new Jobs(registry.jdbi(), registry.audit());
            if (wanted != null) {
                jobs.wake(Caller.SERVER, wanted);
            }
            var all = jobs.list();
            say(all, table(all));
            return 0;
        }
    }

    private static String table(List<JobState> jobs) {
        var text = new StringBuilder("%-10s %-21s %-21s %-8s %s".formatted("JOB", "DUE", "LAST", "OUTCOME", "RESULT"));
        for (var job : jobs) {
            text.append("%n%-10s %-21s %-21s %-8s %s"
                    .formatted(job.name(), due(job), time(job.endedAt()), outcome(job), result(job)));
        }
        return text.toString();
    }

    private static String due(JobState job) {
        return job.node() != null ? "running" : time(job.dueAt());
    }

    private static String time(@Nullable Instant moment) {
        return moment == null ? "-" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String outcome(JobState job) {
        return job.succeeded() == null ? "-" : job.succeeded() ? "done" : "failed";
    }

    private static String result(JobState job) {
        return job.failure() != null ? job.failure() : line(job.result());
    }
}
