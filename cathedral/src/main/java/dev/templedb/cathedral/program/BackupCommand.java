package dev.templedb.cathedral.program;

import dev.templedb.cathedral.backup.Backups;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Saves the registry.
@Command(
        name = "backup",
        description = {
            "Save the registry into a directory, while servers go on: the database as it is at one moment, and all packs that"
                    + " it names then.",
            "The next backup into the same directory copies only packs that are new, and takes the place of the one before when"
                    + " it is complete; whoever is killed before leaves that one. It holds secrets (hashes of passwords, sealed"
                    + " secrets): the directory is for its owner alone."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "3:there is no registry in the data directory",
            "4:another command works with the backup, or the directory holds something else",
            "5:done, but packs are damaged or missing in the storage",
            "6:the database or the storage is away, or the disk is full"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin backup /mnt/backups/registry",
            "  cathedral admin backup /mnt/backups/registry --data-dir /srv/cathedral --format json"
        })
final class BackupCommand extends OperatorCommand {
    @Parameters(paramLabel = "DIR", description = "The directory of the backup; made when it is not there.")
    Path directory = Path.of("");

    BackupCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var taken = new Backups(registry.jdbi(), registry.store(), registry.audit(), registry.clock())
                    .take(directory.toAbsolutePath().normalize());
            say(taken, sentence(taken));
            return taken.missing().isEmpty() ? 0 : DAMAGED;
        }
    }

    private static String sentence(Backups.Taken taken) {
        String done = "Saved the registry as of %s: %s in %s, and %s (%s), %d of them new."
                .formatted(
                        taken.createdAt(),
                        count(taken.rows(), "row"),
                        count(taken.tables(), "table"),
                        count(taken.packs(), "pack"),
                        count(taken.packBytes(), "byte"),
                        taken.newPacks());
        return taken.missing().isEmpty()
                ? done
                : "%s%n%s damaged or missing in the storage, and not in the backup:%n  %s"
                        .formatted(
                                done,
                                taken.missing().size() == 1
                                        ? "1 pack is"
                                        : taken.missing().size() + " packs are",
                                String.join("\n  ", taken.missing()));
    }
}
