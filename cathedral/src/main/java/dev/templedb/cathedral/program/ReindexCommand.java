package dev.templedb.cathedral.program;

import dev.templedb.cathedral.search.PostgresSearchIndex;
import java.util.Map;
import picocli.CommandLine.Command;

/// Makes the indexes of search anew.
@Command(
        name = "reindex",
        description = "Make the indexes of search anew, and correct what they see of tags. Searches go on meanwhile.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "3:there is no registry in the directory", "6:the database is away"},
        footerHeading = "%nExamples:%n",
        footer = "  cathedral admin reindex")
final class ReindexCommand extends OperatorCommand {
    ReindexCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var done = new PostgresSearchIndex(registry.jdbi()).rebuild();
            registry.record("server.reindex", Map.of("corrected", done.corrected()));
            say(
                    done,
                    "Made %d indexes anew; %s corrected."
                            .formatted(done.indexes(), count(done.corrected(), "project")));
            return 0;
        }
    }
}
