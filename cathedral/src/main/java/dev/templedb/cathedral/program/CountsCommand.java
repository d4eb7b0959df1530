package dev.templedb.cathedral.program;

import dev.templedb.api.CountsJson;
import dev.templedb.cathedral.admin.Counts;
import picocli.CommandLine.Command;

/// Shows how much there is.
@Command(
        name = "counts",
        description = "Show how many projects, versions, contributors, users and organizations there are.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "3:there is no registry in the directory", "6:the database is away"},
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin counts", "  cathedral admin counts --format json"})
final class CountsCommand extends OperatorCommand {
    CountsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var counts = new Counts(registry.jdbi()).count();
            say(counts, table(counts));
            return 0;
        }
    }

    private static String table(CountsJson counts) {
        return """
                projects       %d (%d public, %d internal, %d private)
                active         %d changed within the last thirty days
                versions       %d
                contributors   %d users who have pushed or published
                users          %d
                organizations  %d""".formatted(
                        counts.projects(),
                        counts.publicProjects(),
                        counts.internalProjects(),
                        counts.privateProjects(),
                        counts.activeProjects(),
                        counts.versions(),
                        counts.contributors(),
                        counts.users(),
                        counts.organizations());
    }
}
