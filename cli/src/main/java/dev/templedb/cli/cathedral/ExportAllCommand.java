package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.OutputPath;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.query.TempleDesk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral export-all --output FILE`
public final class ExportAllCommand implements Command {
    private final Value<@Nullable String> output;
    private final Value<Boolean> overwrite;
    private final SecretsOptions secrets;
    private final String version;
    private final Temples temples;
    private final Terminal terminal;

    /// @param version of this program, for the manifest
    public ExportAllCommand(Usage usage, String version, Temples temples, Terminal terminal) {
        usage.says(
                        "Writes one archive with a package of each project, all of one moment, for `cathedral import-all` on another"
                                + " machine. It appears whole or not at all. Any tar program opens it, and each package can be"
                                + " imported alone.")
                .says(
                        "The audit log, deployments that were made, old values of secrets, checked-out directories and your private keys"
                                + " stay here; `key export --private` takes keys along.")
                .says(
                        "No secret leaves without --include-secrets, and none ever in the clear. When one public project has a .env file,"
                                + " a private key or a token of a well-known shape in its history, nothing is exported, unless --allow-secrets is given.")
                .example("templedb cathedral export-all --output ~/backups/templedb-export.tar.gz")
                .example("templedb cathedral export-all --output all.tar.zst --include-secrets --overwrite")
                .exits(ExitCode.FAILED, "the archive cannot be written")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple")
                .exits(ExitCode.CONFLICT, "there is an archive already")
                .exits(ExitCode.REFUSED, "secrets would get into the package of a public project")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        output = usage.option(
                "--output", "FILE", "The archive: a .tar.gz, or by its name a .tar.zst or .tar. Required.");
        overwrite = usage.flag("--overwrite", "Replace an archive that is there already.");
        secrets = new SecretsOptions(usage);
        this.version = version;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var given = output.get();
        if (given == null) {
            throw new TempleException(ErrorCode.USAGE, "Say where the archive goes: --output FILE.");
        }
        var path = OutputPath.of(given);
        var choice = new TempleDesk.Choice(
                List.of(), overwrite.get(), version, true, true, secrets.get(), secrets.includesRows());
        var exported = temples.inExisting(
                temple -> new TempleDesk(temples.scratch(), terminal.progress()).export(temple, choice, path));
        return new ExportedArchive(terminal).print(exported);
    }
}
