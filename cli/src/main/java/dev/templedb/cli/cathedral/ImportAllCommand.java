package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.query.TempleDesk;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral import-all --input FILE`
public final class ImportAllCommand implements Command {
    private final Value<@Nullable String> input;
    private final Value<Boolean> merge;
    private final Value<Boolean> dryRun;
    private final Temples temples;
    private final Terminal terminal;

    public ImportAllCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Takes an archive of `cathedral export-all` or `cathedral migrate`, and proves every byte before anything is kept."
                                + " All projects come in together or, when the run fails or is killed, none. The temple is made if there"
                                + " is none.")
                .says(
                        "A project that is here in the very state of the archive is left alone. When one is here in another state, nothing"
                                + " is imported, unless --merge is given: then a project moves on to what the archive holds where that"
                                + " loses nothing, stays where it is newer here, and stays and is named where both sides have changed.")
                .example("templedb cathedral import-all --input ~/backups/templedb-export.tar.gz --merge")
                .example("templedb cathedral import-all --input all.tar.zst --merge --dry-run --format json")
                .exits(ExitCode.USAGE, "the file is no archive, or of a version that is too new")
                .exits(ExitCode.NOT_FOUND, "there is no such archive")
                .exits(
                        ExitCode.CONFLICT,
                        "projects are here in another state; with --merge, some have changed on both sides and stayed")
                .exits(ExitCode.REFUSED, "the archive is damaged or not safe")
                .exits(ExitCode.UNAVAILABLE, "the address cannot be reached, the temple is busy, or the disk is full");
        input = usage.option("--input", "FILE|URL", "The archive, on this machine or at an https address. Required.");
        merge = usage.flag("--merge", "Merge with the projects that are here.");
        dryRun = usage.flag("--dry-run", "Prove the archive and say what would become of each project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var given = input.get();
        if (given == null) {
            throw new TempleException(ErrorCode.USAGE, "Say which archive to import: --input FILE.");
        }
        var imported = PackageLocation.read(
                given,
                temples.scratch(),
                terminal.progress(),
                file -> dryRun.get()
                        ? temples.withoutWriting(temple -> take(temple, file))
                        : temples.inAny(temple -> take(temple, file)));
        return new ImportAllPrinter(terminal).print(imported);
    }

    private TempleDesk.Imported take(Temple temple, java.nio.file.Path file) {
        return new TempleDesk(temples.scratch(), terminal.progress())
                .importAll(temple, file, merge.get(), dryRun.get());
    }
}
