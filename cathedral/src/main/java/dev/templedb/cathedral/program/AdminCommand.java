package dev.templedb.cathedral.program;

import picocli.CommandLine.Command;

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
final class AdminCommand extends CommandGroup {}
