package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.LeakWarning;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.Identity;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.git.RefChoice;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportReport;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.leaks.LeakScan;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.SourceMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb project sync SLUG [DIR|GIT-URL]`
public final class ProjectSyncCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> source;
    private final Value<Boolean> noHistory;
    private final Value<String[]> excludes;
    private final Value<String[]> refs;
    private final Value<Boolean> allRefs;
    private final Value<Boolean> workingTree;
    private final Value<Boolean> unrelated;
    private final Value<Boolean> merge;
    private final Identity identity;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectSyncCommand(Usage usage, Identity identity, Temples temples, Terminal terminal) {
        usage.says(
                        "Takes in only what is new. Without a source the project's own is read again, in the way it was imported.")
                .says(
                        "What only one side has changed is taken over or stays. A branch that both have moved keeps ours, theirs is kept as"
                                + " remotes/source/BRANCH, and the exit code is 4 until they are merged. With --merge they are: in the directory"
                                + " that the branch is checked out to, where conflicts are left to be resolved as with `templedb vcs merge`; or"
                                + " in the temple, when it is checked out nowhere and nothing conflicts.")
                .says(
                        "Commits, branches and tags that the source no longer has leave the project, which is said; for 30 days `templedb"
                                + " undo` brings the project back as it was. A source that shares no commit with the project is refused,"
                                + " as the wrong directory would be, unless --unrelated says that it is meant.")
                .example("templedb project sync web-app")
                .example("templedb project sync web-app --merge")
                .example("templedb project sync web-app ~/src/web-app")
                .exits(ExitCode.FAILED, "something could not be taken in; what and why is listed")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or source")
                .exits(
                        ExitCode.CONFLICT,
                        "both sides have moved a branch, the project has no source, the source shares no commit with it, or changed while it"
                                + " was read")
                .exits(ExitCode.REFUSED, "the repository is damaged or holds names that are not safe")
                .exits(ExitCode.UNAVAILABLE, "the address cannot be reached, the temple is busy, or the disk is full");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        source = usage.optionalParameter("DIR|GIT-URL", "Read this from now on.");
        noHistory = usage.flag("--no-history", "With a source: take the files that HEAD names as one commit.");
        excludes = usage.options("--exclude", "GLOB", "With a source: leave these paths out; may be repeated.");
        refs = usage.options(
                "--refs",
                "GLOB",
                "With a source: from an address, take these refs too, such as refs/pull/*/head; may be repeated.");
        allRefs = usage.flag("--all-refs", "With a source: from an address, take every ref that the server shows.");
        workingTree = usage.flag(
                "--working-tree",
                "With a source: take uncommitted changes too, as a commit on refs/templedb/working-tree.");
        unrelated = usage.flag("--unrelated", "Take a source that shares no commit with the project, in its place.");
        merge = usage.flag("--merge", "Merge the branches that both sides have moved.");
        this.identity = identity;
        this.temples = temples;
        this.terminal = terminal;
    }

    private boolean isChoosing() {
        return noHistory.get()
                || excludes.get().length > 0
                || refs.get().length > 0
                || allRefs.get()
                || workingTree.get();
    }

    @Override
    public int run() {
        var from = source.get();
        if (from == null && isChoosing()) {
            throw new TempleException(
                    ErrorCode.USAGE, "Options that say how to read need the source to read, which may be the old one.");
        }
        var request = new ImportRequest(
                from == null ? "" : from,
                Path.of("").toAbsolutePath(),
                Optional.empty(),
                Optional.empty(),
                !noHistory.get(),
                List.of(excludes.get()),
                new Author(temples.user(), ""),
                temples.scratch(),
                new RefChoice(allRefs.get(), List.of(refs.get())),
                workingTree.get(),
                identity.ignores().stream().toList());
        var printer = new ImportPrinter(terminal);
        return temples.inExisting(temple -> {
            var leaks = new LeakScan(temple);
            long before = leaks.mark(slug.get());
            var report = new ProjectImport(temple).sync(slug.get(), request, unrelated.get(), terminal.progress());
            var found = leaks.since(slug.get(), before);
            int code = print(temple, printer, report);
            LeakWarning.say(terminal, report.slug(), found);
            return code;
        });
    }

    private int print(Temple temple, ImportPrinter printer, ImportReport report) {
        if (!merge.get() || report.diverged().isEmpty()) {
            return printer.print(report);
        }
        var project = new Projects(temple).require(slug.get());
        return printer.print(report, new SourceMerge(temple, project).run(report.diverged(), identity.now(null)));
    }
}
