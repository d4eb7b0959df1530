package dev.templedb.cli.databases;

import dev.templedb.branchdb.codegen.CodeFolder;
import dev.templedb.branchdb.codegen.CodeGenerator;
import dev.templedb.branchdb.codegen.Language;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb db codegen java|python|typescript`
final class CodegenCommand implements Command {
    private static final String FOLDER = "models";

    private final Language language;
    private final Value<@Nullable String> out;
    private final @Nullable Value<@Nullable String> packageName;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    CodegenCommand(Usage usage, Language language, DatabaseAccess databases, Terminal terminal) {
        this.language = language;
        usage.says(about(language))
                .says(
                        "The first line of a file says from which schema it was made. Files without such a line are left alone; one in the"
                                + " way is an error. What was made for a table that is gone is removed.")
                .example("templedb db codegen %s --out src/%s".formatted(word(language), FOLDER))
                .example("templedb db codegen %s --branch feature".formatted(word(language)))
                .exits(ExitCode.NOT_FOUND, "there is no such database or branch, or the directory holds none")
                .exits(ExitCode.CONFLICT, "a file that was not made by this command is in the way")
                .exits(ExitCode.UNAVAILABLE, "the folder cannot be written");
        out = usage.option("--out", "DIR", "The folder of the files, made if need be (default: %s).".formatted(FOLDER));
        if (language == Language.JAVA) {
            usage.exits(ExitCode.USAGE, "a package cannot have that name");
            packageName = usage.option(
                    "--package",
                    "NAME",
                    "The package of the classes (default: %s).".formatted(CodeGenerator.DEFAULT_PACKAGE));
        } else {
            packageName = null;
        }
        this.databases = databases;
        this.terminal = terminal;
    }

    private static String word(Language language) {
        return language.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String about(Language language) {
        String tables = "Makes typed rows, queries and changes for each table, and rows and queries for each view: ";
        return switch (language) {
            case JAVA -> tables + "a record and a class each, over transactions of branchdb's Java API.";
            case PYTHON -> tables + "one module, models.py, over sqlite3 of the standard library.";
            case TYPESCRIPT ->
                tables
                        + "one module, models.ts, without dependencies, for node:sqlite, better-sqlite3 or what is like them.";
        };
    }

    @Override
    public int run() {
        var folder = DatabaseAccess.path(Objects.requireNonNullElse(out.get(), FOLDER));
        String name = packageName == null ? null : packageName.get();
        var schema = databases.in(opened -> opened.branch().schema());
        var files = CodeGenerator.generate(
                schema, language, Objects.requireNonNullElse(name, CodeGenerator.DEFAULT_PACKAGE));
        var outcome = CodeFolder.write(folder, files);
        terminal.say(
                new Details()
                        .with("directory", folder)
                        .with("schema", schema.hash().hex())
                        .with("written", outcome.written())
                        .with("unchanged", outcome.unchanged())
                        .with("removed", outcome.removed()),
                "Wrote %s to %s; %d as they should be, %d removed."
                        .formatted(
                                Quantities.count(outcome.written().size(), "file"),
                                Printable.text(folder.toString()),
                                outcome.unchanged().size(),
                                outcome.removed().size()));
        return ExitCode.OK;
    }
}
