package dev.templedb.cli.audit;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.temple.audit.Audit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb audit verify [--noted HASH]`
public final class AuditVerifyCommand implements Command {
    private final Value<@Nullable Sha256> noted;
    private final Temples temples;
    private final Terminal terminal;

    public AuditVerifyCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Each entry covers the hash of the one before it, so an entry that was changed, removed or put in"
                        + " breaks the chain. Only an end that was cut off cannot be seen: note the last hash elsewhere, and ask"
                        + " for it later with --noted.")
                .example("templedb audit verify")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple")
                .exits(ExitCode.REFUSED, "the log was tampered with");
        noted = usage.option(
                "--noted", "HASH", "A last hash from earlier that must still be there.", AuditVerifyCommand::hash);
        this.temples = temples;
        this.terminal = terminal;
    }

    private static Sha256 hash(String text) {
        try {
            return Sha256.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TempleException(ErrorCode.USAGE, "--noted takes the 64 digits of a hash.", wrong);
        }
    }

    @Override
    public int run() {
        var verified = temples.inExisting(temple -> new Audit(temple).verify(Optional.ofNullable(noted.get())));
        terminal.say(
                new Details()
                        .with("entries", verified.entries())
                        .with("last_hash", verified.last().hex()),
                "The audit log is whole: %s, the last one has the hash %s."
                        .formatted(
                                Quantities.count(verified.entries(), "entry"),
                                verified.last().hex()));
        return ExitCode.OK;
    }
}
