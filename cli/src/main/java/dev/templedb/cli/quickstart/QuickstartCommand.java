package dev.templedb.cli.quickstart;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.tour.ExactnessProof;
import dev.templedb.temple.tour.Tour;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb quickstart [DIR|GIT-URL]`
public final class QuickstartCommand implements Command {
    /// What the command needs to know of the process around it.
    ///
    /// @param home           the clone that this program runs from, the repository that is taken by default
    /// @param temporary      where the folder is made
    /// @param version        of this program
    /// @param templeWasNamed whether the user named a temple to work in; their own is never touched otherwise
    public record Surroundings(Path home, Path temporary, String version, boolean templeWasNamed) {}

    private static final List<String> NEXT = List.of(
            "templedb project import DIR|GIT-URL",
            "templedb project list",
            "templedb vcs log SLUG",
            "templedb sql \"SELECT project, count(*) AS commits FROM project_commits GROUP BY project\"",
            "templedb cathedral export SLUG",
            "templedb help");

    private final Value<@Nullable String> source;
    private final Value<Boolean> keep;
    private final Surroundings around;
    private final Temples temples;
    private final Terminal terminal;

    public QuickstartCommand(Usage usage, Temples temples, Terminal terminal, Surroundings around) {
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
        this.around = around;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var from = source.get();
        var folder = around.temporary()
                .resolve("templedb-quickstart-" + ProcessHandle.current().pid());
        var plan = new Tour.Plan(
                from == null ? around.home().toString() : from,
                folder,
                keep.get(),
                around.templeWasNamed() ? Optional.of(temples.path()) : Optional.empty(),
                around.version());
        var printer = new TourPrinter(terminal);
        var proof = new Tour(temples.clock(), temples.user(), terminal.progress()).run(plan, printer);
        print(proof, printer.steps());
        if (keep.get()) {
            terminal.note("Kept in " + Printable.text(folder.toString()));
        }
        return proof.isExact() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(ExactnessProof proof, List<TourPrinter.Step> steps) {
        var verdict = proof.isExact()
                ? "Exact: what came out of git again is what went in."
                : "Not exact: something was lost on the way.";
        if (terminal.format() != Format.TABLE) {
            terminal.show(new Details()
                    .with("exact", proof.isExact())
                    .with("verdict", verdict)
                    .with("steps", steps)
                    .with("differences", proof.differences()));
            return;
        }
        terminal.print("\n" + terminal.outStyle().bold(verdict) + "\n");
        proof.differences().forEach(difference -> terminal.print("  " + Printable.text(difference) + "\n"));
        terminal.print("\nGo on with your own project:\n");
        NEXT.forEach(command -> terminal.print("  " + command + "\n"));
    }
}
