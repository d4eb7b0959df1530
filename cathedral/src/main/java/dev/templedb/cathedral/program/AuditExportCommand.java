package dev.templedb.cathedral.program;

import dev.templedb.cathedral.audit.AuditReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes the audit log out.
@Command(
        name = "export",
        description = "Write the audit log to standard output: one JSON object a line, oldest first, with the hashes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "3:there is no registry in the directory", "6:the database is away"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin audit export >audit.jsonl",
            "  cathedral admin audit export --after 1000 >>audit.jsonl"
        })
final class AuditExportCommand extends OperatorCommand {
    @Option(names = "--after", paramLabel = "NUMBER", description = "Only the entries behind this one (default: 0).")
    long after;

    AuditExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            registry.audit().export(after, written -> surroundings.out().println(line(fields(written))));
            return 0;
        }
    }

    private static Map<String, @Nullable Object> fields(AuditReader.Written written) {
        var entry = written.entry();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("number", entry.number());
        fields.put("id", entry.id());
        fields.put("created_at", entry.createdAt());
        fields.put("user_id", entry.user());
        fields.put("actor", entry.actor());
        fields.put("action", entry.action());
        fields.put("resource_type", entry.resourceType());
        fields.put("resource_id", entry.resourceId());
        fields.put("resource_name", entry.resourceName());
        fields.put("metadata", entry.metadata());
        fields.put("ip_address", entry.address());
        fields.put("user_agent", entry.userAgent());
        fields.put("token_id", entry.token());
        fields.put("request_id", entry.requestId());
        fields.put("previous_hash", entry.previousHash());
        fields.put("hash", written.hash());
        return fields;
    }
}
