package dev.templedb.cathedral.program;

import dev.templedb.cathedral.search.PostgresSearchIndex;
import dev.templedb.core.Printable;
import java.util.ArrayList;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes the indexes of search anew.
@Command(
        name = "reindex",
        description = {
            "Make the indexes of search anew, and correct what they see of tags. Searches go on meanwhile.",
            "With --check nothing is changed: it is said whether the indexes give what the tables hold."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing is wrong",
            "3:there is no registry in the directory",
            "5:with --check: the indexes are wrong",
            "6:the database is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin reindex", "  cathedral admin reindex --check"})
final class ReindexCommand extends OperatorCommand {
    @Option(names = "--check", description = "Say whether the indexes are right, and change nothing.")
    boolean check;

    ReindexCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var index = new PostgresSearchIndex(registry.jdbi());
            if (check) {
                var found = index.check();
                say(found, sentence(found));
                return found.isRight() ? 0 : DAMAGED;
            }
            var done = index.rebuild();
            registry.record("server.reindex", Map.of("corrected", done.corrected()));
            say(
                    done,
                    "Made %d indexes anew; %s corrected."
                            .formatted(done.indexes(), count(done.corrected(), "project")));
            return 0;
        }
    }

    private static String sentence(PostgresSearchIndex.Checked found) {
        if (found.isRight()) {
            return "%d indexes give what the tables hold.".formatted(found.indexes());
        }
        var wrong = new ArrayList<String>();
        if (!found.broken().isEmpty()) {
            wrong.add("not there or not whole: " + String.join(", ", found.broken()));
        }
        if (!found.differing().isEmpty()) {
            wrong.add("other rows than the tables for: " + Printable.text(String.join(", ", found.differing())));
        }
        if (found.wrongTags() > 0) {
            wrong.add("%s with other tags".formatted(count(found.wrongTags(), "project")));
        }
        return "The indexes of search are wrong (%s). Make them anew with `cathedral admin reindex`."
                .formatted(String.join("; ", wrong));
    }
}
