package dev.templedb.cathedral.program;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives back space.
@Command(
        name = "gc",
        description = {
            "Remove packs that nothing has referred to for the time of storage.grace, ended uploads, and objects that belong"
                    + " to nothing. Servers go on meanwhile, and do the same by themselves.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or postponed because a backup is being taken",
            "3:there is no registry in the directory",
            "6:the database or the storage is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin gc --dry-run", "  cathedral admin gc --repack --format json"})
final class GcCommand extends OperatorCommand {
    @Option(names = "--dry-run", description = "Only say what would go.")
    boolean dryRun;

    @Option(names = "--repack", description = "Pack small and partly dead packs anew besides; the old ones go later.")
    boolean repack;

    GcCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What is said to programs.
    ///
    /// @param bytes         of what was removed
    /// @param repackedBytes of packs that were packed anew
    record Collected(
            boolean dryRun, boolean postponed, int packs, int uploads, int strays, long bytes, long repackedBytes) {}

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var collector = registry.collector();
            long repacked = repack ? collector.repack(dryRun) : 0;
            var done = collector.collect(dryRun);
            var collected = new Collected(
                    dryRun, done.postponed(), done.packs(), done.uploads(), done.strays(), done.bytes(), repacked);
            if (!dryRun) {
                registry.record("server.gc", Map.of("packs", done.packs(), "bytes", done.bytes()));
            }
            say(collected, sentence(collected));
            return 0;
        }
    }

    private String sentence(Collected done) {
        String anew = repack
                ? " %s %s of packs anew."
                        .formatted(done.dryRun() ? "Would pack" : "Packed", count(done.repackedBytes(), "byte"))
                : "";
        return done.postponed()
                ? "Nothing was removed: a backup is being taken, or another server collects." + anew
                : "%s %s, %s and %s that belong to nothing: %s.%s"
                        .formatted(
                                done.dryRun() ? "Would remove" : "Removed",
                                count(done.packs(), "pack"),
                                count(done.uploads(), "upload"),
                                count(done.strays(), "object"),
                                count(done.bytes(), "byte"),
                                anew);
    }
}
