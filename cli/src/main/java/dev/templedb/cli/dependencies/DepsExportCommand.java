package dev.templedb.cli.dependencies;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.OutputPath;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.dependencies.BillOfMaterials;
import dev.templedb.temple.projects.Projects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `templedb deps export SLUG`
public final class DepsExportCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> output;
    private final String version;
    private final Temples temples;
    private final Terminal terminal;

    public DepsExportCommand(Usage usage, String version, Temples temples, Terminal terminal) {
        usage.says(
                        "A software bill of materials: CycloneDX 1.6 as JSON. The same project at the same commit gives the same bytes.")
                .example("templedb deps export web-app >bom.json")
                .example("templedb deps export web-app --output web-app.cdx.json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        output = usage.option("--output", "FILE", "Write to this file, replacing it; standard output without it.");
        this.version = version;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var bill = temples.inExisting(
                temple -> new BillOfMaterials(temple, version).of(new Projects(temple).require(slug.get())));
        var to = output.get();
        if (to == null) {
            terminal.print(new String(bill, StandardCharsets.US_ASCII) + "\n");
        } else {
            write(OutputPath.of(to), bill);
        }
        return ExitCode.OK;
    }

    private static void write(Path file, byte[] bill) {
        try {
            Files.write(file, bill);
        } catch (IOException unwritable) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "%s cannot be written.".formatted(Printable.text(file.toString())),
                    unwritable);
        }
    }
}
