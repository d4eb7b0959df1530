package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.directories.DirectoryState;
import dev.templedb.temple.directories.ExecResult;
import dev.templedb.temple.directories.ProjectExec;
import dev.templedb.temple.directories.WorkingDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `templedb project exec [filters] -- CMD...`
public final class ProjectExecCommand implements Command {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final long JOBS = 4;
    private static final long MOST_JOBS = 256;

    private final Value<String[]> command;
    private final Value<String[]> slugs;
    private final FilterOptions filter;
    private final Value<Long> jobs;
    private final Value<Duration> timeout;
    private final Value<@Nullable String> output;
    private final Surroundings surroundings;
    private final Temples temples;
    private final Terminal terminal;

    /// What the program knows of where it runs.
    ///
    /// @param environment the variables of the user's shell
    /// @param setsid      the program of that name, if there is one
    /// @param temporary   where files may lie for a while
    public record Surroundings(Map<String, String> environment, Optional<Path> setsid, Path temporary) {}

    public ProjectExecCommand(Usage usage, Surroundings surroundings, Temples temples, Terminal terminal) {
        usage.says(
                        "Runs a command in the working directory of every project that the options choose, several at a time. What it says"
                                + " in each is shown as one block on standard error when it is done there; the results are a table on standard"
                                + " output.")
                .says(
                        "The command is no line of shell: `-- sh -c '...'` makes it one. It finds the slug in $TEMPLEDB_PROJECT. When its time"
                                + " is over, or you press Ctrl-C, it is ended with all that it has started.")
                .example("templedb project exec -- git fetch --all")
                .example("templedb project exec --tag web --jobs 2 --timeout 5m -- npm test")
                .example("templedb project exec --status active --output logs -- sh -c 'make && make check'")
                .exits(ExitCode.FAILED, "the command failed somewhere, took too long, or a directory is missing")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "no project has a directory, or there is no such project or temple");
        command = usage.remainingParameters("CMD", "The program and its arguments, after --.");
        slugs = usage.options("--project", "SLUG", "Only this project; may be repeated.");
        filter = new FilterOptions(usage);
        jobs = usage.number("--jobs", "N", "How many run at once.", JOBS);
        timeout = usage.duration("--timeout", "TIME", "How long it may take in each directory.", TIMEOUT);
        output = usage.option("--output", "DIR", "Keep what it says in each as DIR/SLUG.log, and show nothing of it.");
        this.surroundings = surroundings;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (command.get().length == 0) {
            throw new TempleException(ErrorCode.USAGE, "CMD is missing: write it after --, as in `-- git status`.");
        }
        if (jobs.get() < 1 || jobs.get() > MOST_JOBS) {
            throw new TempleException(ErrorCode.USAGE, "--jobs takes a number from 1 to %d.".formatted(MOST_JOBS));
        }
        var places = temples.inExisting(this::places);
        var kept = output.get();
        return kept == null ? withoutKeeping(places) : report(run(places, made(Path.of(kept)), result -> {}), true);
    }

    private List<DirectoryState> places(Temple temple) {
        var directories = new WorkingDirectories(temple);
        var chosen = filter.slugs(temple, slugs.get());
        if (chosen.isEmpty()) {
            throw new TempleException(ErrorCode.PROJECT_NOT_FOUND, "No project matches.");
        }
        var places = directories.recorded(chosen);
        var there =
                places.stream().filter(place -> place.directory().isPresent()).toList();
        if (there.isEmpty()) {
            throw new TempleException(ErrorCode.NOTHING_TO_RUN_IN, "None of these projects has a working directory.");
        }
        directories.noteRun(there, program());
        return places;
    }

    private String program() {
        var first = command.get()[0];
        return Printable.text(first.substring(first.lastIndexOf('/') + 1));
    }

    private int withoutKeeping(List<DirectoryState> places) {
        try {
            var directory = Files.createTempDirectory(surroundings.temporary(), "templedb-exec");
            try {
                return report(run(places, directory, this::show), false);
            } finally {
                for (var place : places) {
                    Files.deleteIfExists(directory.resolve(place.slug() + ".log"));
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "What the command says cannot be kept in %s.".formatted(surroundings.temporary()),
                    e);
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The directory %s cannot be made.".formatted(Printable.text(directory.toString())),
                    e);
        }
    }

    private List<ExecResult> run(List<DirectoryState> places, Path directory, Consumer<ExecResult> done) {
        try (var step = terminal.progress().begin("Running", places.size())) {
            return new ProjectExec(
                            List.of(command.get()),
                            surroundings.environment(),
                            surroundings.setsid(),
                            Math.toIntExact(jobs.get()),
                            timeout.get(),
                            directory)
                    .run(places, result -> {
                        done.accept(result);
                        step.advance(1);
                    });
        }
    }

    private void show(ExecResult result) {
        if (result.output().isEmpty() || terminal.isQuiet()) {
            return;
        }
        terminal.note("== %s: %s".formatted(result.slug(), result.ending().word()));
        try (var said = Files.newInputStream(result.output().get())) {
            var buffer = new byte[64 << 10];
            for (int length = said.read(buffer); length >= 0; length = said.read(buffer)) {
                terminal.relay(Arrays.copyOf(buffer, length), true);
            }
        } catch (IOException gone) {
            terminal.warn("What the command said in %s cannot be read.".formatted(result.slug()));
        }
    }

    private int report(List<ExecResult> results, boolean isKept) {
        var listing = new Listing(
                Column.text("slug"),
                Column.text("result"),
                Column.number("exit_code"),
                Column.number("seconds"),
                Column.text("last_line"),
                Column.hidden("directory"),
                Column.hidden("output"));
        for (var result : results) {
            listing.row(
                    result.slug(),
                    result.ending().word(),
                    result.exitCode().orElse(null),
                    result.output().isPresent() ? result.duration().toMillis() / 1000.0 : null,
                    result.lastLine(),
                    result.directory().map(Path::toString).orElse(null),
                    isKept ? result.output().map(Path::toString).orElse(null) : null);
        }
        terminal.list(listing);
        long failed = results.stream().filter(ExecResult::isFailure).count();
        if (failed == 0) {
            return ExitCode.OK;
        }
        terminal.flush();
        terminal.warn("It did not go well in %d of %s.".formatted(failed, Quantities.count(results.size(), "project")));
        return ExitCode.FAILED;
    }
}
