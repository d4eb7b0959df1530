package dev.templedb.cathedral.program;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The commands for whoever runs a server.
@Command(
        name = "admin",
        description = "Look after a server.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin settings",
            "  cathedral admin backup /mnt/backups/registry",
            "  cathedral admin create-user ada --email ada@example.org",
            "",
            "They find the database of a server that runs on the data directory, and start its PostgreSQL where none runs."
        })
final class AdminCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Say what to do.");
    }
}
