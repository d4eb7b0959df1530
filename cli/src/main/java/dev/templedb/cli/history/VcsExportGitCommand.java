package dev.templedb.cli.history;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.OutputPath;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.projects.Projects;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `templedb vcs export-git SLUG [DIR]`
public final class VcsExportGitCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> directory;
    private final Value<Boolean> bare;
    private final Temples temples;
    private final Terminal terminal;

    public VcsExportGitCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Every branch, tag and commit has its original id, and signatures stay valid. The repository appears whole"
                                + " or not at all.")
                .example("templedb vcs export-git web-app")
                .example("templedb vcs export-git web-app /srv/git/web-app.git --bare")
                .exits(ExitCode.FAILED, "the directory cannot be written")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project")
                .exits(ExitCode.CONFLICT, "the directory is not empty")
                .exits(ExitCode.REFUSED, "the file system cannot hold some of the names")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        directory =
                usage.optionalParameter("DIR", "A new or empty directory; ./SLUG without it, ./SLUG.git with --bare.");
        bare = usage.flag("--bare", "Write no work tree.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var report = temples.inExisting(temple -> {
            var project = new Projects(temple).require(slug.get());
            return new GitExport(temple)
                    .run(project.id(), target(project.slug().text()), bare.get(), terminal.progress());
        });
        terminal.say(
                report,
                "Wrote the git repository %s: %s, %s."
                        .formatted(
                                Printable.text(report.target().toString()),
                                Quantities.count(report.refs(), "ref"),
                                Quantities.count(report.objects(), "object")));
        return ExitCode.OK;
    }

    private Path target(String name) {
        String given = directory.get();
        String chosen = given != null ? given : bare.get() ? name + ".git" : name;
        return OutputPath.of(chosen);
    }
}
