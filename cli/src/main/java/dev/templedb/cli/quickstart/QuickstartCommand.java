package dev.templedb.cli.quickstart;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb quickstart [DIR|GIT-URL]`
public final class QuickstartCommand implements Command {
    private final Value<@Nullable String> source;
    private final Value<Boolean> keep;
    private final Path home;
    private final Path temporary;
    private final String version;
    private final boolean templeWasNamed;
    private final Temples temples;
    private final Terminal terminal;

    /// @param home           the clone that this program runs from, the repository that is taken by default
    /// @param temporary      where the folder is made
    /// @param templeWasNamed whether the user named a temple to work in; their own is never touched otherwise
    public QuickstartCommand(
            Usage usage,
            Temples temples,
            Terminal terminal,
            Path home,
            Path temporary,
            String version,
            boolean templeWasNamed) {
        usage.says(
                        "Imports a project with its whole history into a temple, exports a package, verifies it, imports that under"
                                + " another name, exports it to git again, and proves that commits, files, modes and bytes are equal."
                                + " Works in a temporary folder, which is removed in the end; your own temple is not touched.")
                .example("templedb quickstart")
                .example("templedb quickstart ~/src/web-app --keep")
                .example("templedb quickstart https://example.org/web-app.git")
                .exits(ExitCode.FAILED, "something was lost on the way; what is said")
                .exits(ExitCode.NOT_FOUND, "there is no such source")
                .exits(ExitCode.CONFLICT, "a project of that name is in the temple that was named")
                .exits(ExitCode.REFUSED, "the repository is damaged or holds names that are not safe")
                .exits(ExitCode.UNAVAILABLE, "the address cannot be reached, or the disk is full");
        source = usage.optionalParameter(
                "DIR|GIT-URL", "A directory, a git repository, or the address of one; without it this program's own.");
        keep = usage.flag("--keep", "Keep the folder with the package, the temple and the repository.");
        this.home = home;
        this.temporary = temporary;
        this.version = version;
        this.templeWasNamed = templeWasNamed;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var from = source.get();
        try (var folder = AtomicDirectory.begin(target(), Existing.REFUSE)) {
            var path = templeWasNamed ? temples.path() : folder.path().resolve("templedb.sqlite");
            int exit = temples.in(path, temple -> {
                var tour = new Tour(temple, folder.path(), version, terminal.progress(), this::say);
                var ended = tour.run(from == null ? home.toString() : from);
                print(ended);
                return ended.isExact() ? ExitCode.OK : ExitCode.FAILED;
            });
            if (keep.get()) {
                folder.commit();
                terminal.note("Kept in " + Printable.text(target().toString()));
            }
            return exit;
        }
    }

    /// Where the folder is in the end if it is kept; until then it has a name that the next run recognizes and
    /// removes.
    private Path target() {
        return temporary.resolve(
                "templedb-quickstart-" + ProcessHandle.current().pid());
    }

    private void say(Tour.Step step) {
        if (terminal.format() == Format.TABLE) {
            terminal.print("%d. %-62s %6.2f s%n".formatted(step.number(), step.what(), step.seconds()));
            step.notices().forEach(notice -> terminal.print("     " + Printable.text(notice) + "\n"));
            terminal.flush();
        }
    }

    private void print(Tour.Ended ended) {
        if (terminal.format() != Format.TABLE) {
            terminal.say(ended, "");
            return;
        }
        terminal.print("\n" + terminal.outStyle().bold(ended.verdict()) + "\n");
        ended.differences().forEach(difference -> terminal.print("  " + Printable.text(difference) + "\n"));
        terminal.print("\nGo on with your own project:\n");
        for (var command : List.of(
                "templedb project import DIR|GIT-URL",
                "templedb project list",
                "templedb vcs log SLUG",
                "templedb sql \"SELECT project, count(*) FROM project_commits GROUP BY project\"",
                "templedb cathedral export SLUG",
                "templedb help")) {
            terminal.print("  " + command + "\n");
        }
    }
}
