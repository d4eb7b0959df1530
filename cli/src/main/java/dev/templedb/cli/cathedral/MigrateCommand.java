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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral migrate --projects A,B`
public final class MigrateCommand implements Command {
    private static final String USUAL_ARCHIVE = "templedb-export.tar.gz";

    private final Value<String[]> projects;
    private final Value<Boolean> files;
    private final Value<Boolean> history;
    private final Value<@Nullable String> to;
    private final Value<@Nullable String> output;
    private final Value<Boolean> overwrite;
    private final Value<Boolean> merge;
    private final Value<Boolean> dryRun;
    private final SecretsOptions secrets;
    private final String version;
    private final Temples temples;
    private final Terminal terminal;

    /// @param version of this program, for the manifests
    public MigrateCommand(Usage usage, String version, Temples temples, Terminal terminal) {
        usage.says(
                        "Takes some projects to another temple: straight into the file that --to names, or into an archive for `cathedral"
                                + " import-all` on another machine. Without --include-files and --include-history only what is known"
                                + " about them goes along: facts, environments, variables, deployment targets.")
                .says(
                        "With --to the rules of `cathedral import-all` hold: all projects arrive together or none, and --merge brings them"
                                + " together with those that are there.")
                .example("templedb cathedral migrate --projects web-app,api --include-files --include-history")
                .example(
                        "templedb cathedral migrate --projects web-app --include-history --to /media/stick/temple.sqlite")
                .exits(ExitCode.FAILED, "the archive cannot be written")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(
                        ExitCode.CONFLICT,
                        "there is an archive already, or projects are there in another state; with --merge, some have changed on"
                                + " both sides and stayed")
                .exits(ExitCode.REFUSED, "secrets would get into the package of a public project")
                .exits(ExitCode.UNAVAILABLE, "a temple is busy, or the disk is full");
        projects = usage.options(
                "--projects", "SLUG,...", "The projects, with commas between; may be repeated. Required.");
        files = usage.flag("--include-files", "Take the files that HEAD names along, as one commit.");
        history = usage.flag("--include-history", "Take every commit along, with all files.");
        to = usage.option("--to", "TEMPLE", "The temple to take them to; it is made if there is none.");
        output = usage.option(
                "--output",
                "FILE",
                "The archive, without --to; " + USUAL_ARCHIVE + " in the current directory without it.");
        overwrite = usage.flag("--overwrite", "Replace an archive that is there already.");
        merge = usage.flag("--merge", "Merge with the projects that are there.");
        dryRun = usage.flag("--dry-run", "With --to: say what would become of each project.");
        secrets = new SecretsOptions(usage);
        this.version = version;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var slugs = slugs();
        if (slugs.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Say which projects: --projects A,B.");
        }
        var target = to.get();
        if (target != null && output.get() != null) {
            throw new TempleException(ErrorCode.USAGE, "Use either --to or --output.");
        }
        if (target == null && (merge.get() || dryRun.get())) {
            throw new TempleException(ErrorCode.USAGE, "--merge and --dry-run belong to --to.");
        }
        var choice = new TempleDesk.Choice(
                slugs, overwrite.get(), version, files.get(), history.get(), secrets.get(), secrets.includesRows());
        return target == null ? export(choice) : migrate(choice, Path.of(target));
    }

    private List<String> slugs() {
        return Arrays.stream(projects.get())
                .flatMap(given -> Stream.of(given.split(",", -1)))
                .map(String::strip)
                .filter(slug -> !slug.isEmpty())
                .toList();
    }

    private int export(TempleDesk.Choice choice) {
        var path = OutputPath.of(Objects.requireNonNullElse(output.get(), USUAL_ARCHIVE));
        var exported = temples.inExisting(
                temple -> new TempleDesk(temples.scratch(), terminal.progress()).export(temple, choice, path));
        return new ExportedArchive(terminal).print(exported);
    }

    private int migrate(TempleDesk.Choice choice, Path target) {
        if (TempleDesk.isSame(temples.path(), target)) {
            throw new TempleException(ErrorCode.USAGE, "--to names the temple that the projects are in.");
        }
        var desk = new TempleDesk(temples.scratch(), terminal.progress());
        var imported = temples.inExisting(from -> dryRun.get()
                ? temples.withoutWriting(target, there -> desk.migrate(from, choice, there, merge.get(), true))
                : temples.in(target, there -> desk.migrate(from, choice, there, merge.get(), false)));
        return new ImportAllPrinter(terminal).print(imported);
    }
}
