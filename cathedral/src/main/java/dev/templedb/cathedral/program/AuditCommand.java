package dev.templedb.cathedral.program;

import picocli.CommandLine.Command;

/// The commands for the audit log.
@Command(
        name = "audit",
        description = "Prove the audit log, or write it out.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin audit verify", "  cathedral admin audit export >audit.jsonl"})
final class AuditCommand extends CommandGroup {}
