package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.LeakWarning;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.Identity;
import dev.templedb.core.Slug;
import dev.templedb.temple.git.RefChoice;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.leaks.LeakScan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb project import DIR|GIT-URL`
public final class ProjectImportCommand implements Command {
    private final Value<String> source;
    private final Value<@Nullable Slug> slug;
    private final Value<@Nullable String> name;
    private final Value<Boolean> noHistory;
    private final Value<String[]> excludes;
    private final Value<String[]> refs;
    private final Value<Boolean> allRefs;
    private final Value<Boolean> workingTree;
    private final Value<Boolean> dryRun;
    private final Identity identity;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectImportCommand(Usage usage, Identity identity, Temples temples, Terminal terminal) {
        usage.says(
                        "Takes in a git repository with all branches, tags and commits, or the files of a plain directory, whose"
                                + " .gitignore is honoured, as is the core.excludesFile of your own git settings. A source that was"
                                + " imported before in the same way is synced. The temple is made if there is none.")
                .example("templedb project import .")
                .example("templedb project import https://example.org/web-app.git --slug shop")
                .example("templedb project import ~/notes --exclude \"*.log\" --exclude drafts/ --dry-run")
                .exits(ExitCode.FAILED, "something could not be taken in; what and why is listed")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such source")
                .exits(ExitCode.CONFLICT, "there is already such a project, or the source changed while it was read")
                .exits(ExitCode.REFUSED, "the repository is damaged or holds names that are not safe")
                .exits(ExitCode.UNAVAILABLE, "the address cannot be reached, the temple is busy, or the disk is full");
        source = usage.parameter("DIR|GIT-URL", "A directory, a git repository, or the address of one.");
        slug = usage.option("--slug", "SLUG", "Short name of the project; made from its name without it.", Slug::new);
        name = usage.option("--name", "NAME", "What the project is called in prose; the source's name without it.");
        noHistory = usage.flag("--no-history", "Take the files that HEAD names as one commit, without their history.");
        excludes = usage.options("--exclude", "GLOB", "Leave these paths out; implies --no-history; may be repeated.");
        dryRun = usage.flag("--dry-run", "Only say what would come in.");
        refs = usage.options(
                "--refs", "GLOB", "From an address, take these refs too, such as refs/pull/*/head; may be repeated.");
        allRefs = usage.flag("--all-refs", "From an address, take every ref that the server shows.");
        workingTree = usage.flag(
                "--working-tree", "Take uncommitted changes too, as a commit on refs/templedb/working-tree.");
        this.identity = identity;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var request = new ImportRequest(
                source.get(),
                Path.of("").toAbsolutePath(),
                Optional.ofNullable(slug.get()),
                Optional.ofNullable(name.get()),
                !noHistory.get(),
                List.of(excludes.get()),
                new Author(temples.user(), ""),
                temples.scratch(),
                new RefChoice(allRefs.get(), List.of(refs.get())),
                workingTree.get(),
                identity.ignores().stream().toList());
        var report = dryRun.get()
                ? temples.withoutWriting(temple -> new ProjectImport(temple).dryRun(request, terminal.progress()))
                : temples.inAny(temple -> new ProjectImport(temple).run(request, terminal.progress()));
        int code = new ImportPrinter(terminal).print(report);
        if (!dryRun.get()) {
            warnOfSecrets(report.slug());
        }
        return code;
    }

    private void warnOfSecrets(String imported) {
        var leaks = temples.inExisting(temple -> new LeakScan(temple).run(imported, terminal.progress()));
        LeakWarning.say(terminal, imported, leaks);
    }
}
