package dev.templedb.cathedral.program;

import picocli.CommandLine.Command;

/// Proves the audit log.
@Command(
        name = "verify",
        description = {
            "Compute the chain of hashes of the audit log again: each entry's hash covers the entry before it.",
            "The hash of the last entry is shown; who keeps it elsewhere can prove later that nothing before it has changed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every entry is as it was written",
            "3:there is no registry in the directory",
            "5:an entry was changed, added or removed",
            "6:the database is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin audit verify", "  cathedral admin audit verify --format json"})
final class AuditVerifyCommand extends OperatorCommand {
    AuditVerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var check = registry.audit().check();
            boolean isIntact = check.brokenAt() == null;
            say(
                    check,
                    isIntact
                            ? "All entries (%d) are as they were written. The last hash is %s."
                                    .formatted(check.entries(), check.lastHash())
                            : "The entry %d is not as it was written.".formatted(check.brokenAt()));
            return isIntact ? 0 : DAMAGED;
        }
    }
}
