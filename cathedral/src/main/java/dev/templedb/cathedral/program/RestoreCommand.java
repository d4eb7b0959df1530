package dev.templedb.cathedral.program;

import dev.templedb.cathedral.backup.Restores;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings a backup back.
@Command(
        name = "restore",
        description = {
            "Bring a backup back: into a new data directory or an empty database, or with --replace in place of a registry.",
            "Everything is compared with its digests first. Servers may run: they answer from what was there until the last"
                    + " moment, and from the backup after it. People sign in again; tokens are those of the backup."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "3:there is no backup in the directory",
            "4:there is a registry already, the backup is of another version, or another command works with it",
            "5:the backup is damaged; nothing was restored",
            "6:the database or the storage is away, or the disk is full"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin restore /mnt/backups/registry --check",
            "  cathedral admin restore /mnt/backups/registry --data-dir /srv/new",
            "  cathedral admin restore /mnt/backups/registry --replace"
        })
final class RestoreCommand extends OperatorCommand {
    @Parameters(paramLabel = "DIR", description = "The directory of the backup.")
    Path directory = Path.of("");

    @Option(names = "--replace", description = "Replace the registry that is there. Save it first.")
    boolean replace;

    @Option(names = "--check", description = "Only read the backup from end to end.")
    boolean check;

    RestoreCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        var backup = directory.toAbsolutePath().normalize();
        if (check) {
            var read = Restores.check(backup);
            say(read, sentence("The backup is whole", read));
            return 0;
        }
        launch.makeDataDirectory();
        try (var registry = Registry.openOrMake(launch)) {
            var restored = new Restores(registry.jdbi(), registry.store(), registry.audit())
                    .restore(backup, replace, registry::migrate);
            say(restored, sentence("Restored the registry", restored));
            return 0;
        }
    }

    private static String sentence(String done, Restores.Restored of) {
        return "%s: as of %s, %s and %s (%s)."
                .formatted(
                        done,
                        of.createdAt(),
                        count(of.rows(), "row"),
                        count(of.packs(), "pack"),
                        count(of.packBytes(), "byte"));
    }
}
