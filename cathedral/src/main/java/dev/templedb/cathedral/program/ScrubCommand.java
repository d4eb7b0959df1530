package dev.templedb.cathedral.program;

import dev.templedb.cathedral.transfer.PackCollector;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Reads everything.
@Command(
        name = "scrub",
        description = {
            "Read all packs, and compare them with their hashes. Servers go on meanwhile, and read some of them every hour."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all packs are whole",
            "3:there is no registry in the directory",
            "5:packs are damaged or missing",
            "6:the database or the storage is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin scrub", "  cathedral admin scrub --format json"})
final class ScrubCommand extends OperatorCommand {
    private static final int AT_ONCE = 200;

    ScrubCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var collector = registry.collector();
            var begun = registry.clock().instant();
            int packs = 0;
            long bytes = 0;
            List<String> damaged = new ArrayList<>();
            PackCollector.Scrubbed some;
            do {
                some = collector.scrub(begun, AT_ONCE);
                packs += some.packs();
                bytes += some.bytes();
                damaged.addAll(some.damaged());
            } while (some.packs() > 0);
            var all = new PackCollector.Scrubbed(packs, bytes, damaged);
            say(all, sentence(all));
            return damaged.isEmpty() ? 0 : DAMAGED;
        }
    }

    private static String sentence(PackCollector.Scrubbed all) {
        String read = "Read %s (%s)".formatted(count(all.packs(), "pack"), count(all.bytes(), "byte"));
        return all.damaged().isEmpty()
                ? read + "; all are whole."
                : "%s; %s damaged:%n  %s"
                        .formatted(
                                read,
                                all.damaged().size() == 1
                                        ? "1 is"
                                        : all.damaged().size() + " are",
                                String.join("\n  ", all.damaged()));
    }
}
