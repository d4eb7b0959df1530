package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.OutputPath;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.checkout.ProjectCheckout;
import dev.templedb.temple.projects.Projects;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb project checkout SLUG [DIR]`
public final class ProjectCheckoutCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> directory;
    private final Value<@Nullable String> ref;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectCheckoutCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Bytes, modes and symbolic links are exactly those of the commit. The directory appears whole or not at"
                                + " all; `templedb vcs export-git` writes the history too.")
                .example("templedb project checkout web-app")
                .example("templedb project checkout web-app /tmp/old --ref v1.0")
                .exits(ExitCode.FAILED, "the directory cannot be written")
                .exits(ExitCode.USAGE, "the ref could be several things")
                .exits(ExitCode.NOT_FOUND, "there is no such project or ref")
                .exits(ExitCode.CONFLICT, "the directory is not empty, or the project has no history yet")
                .exits(ExitCode.REFUSED, "the file system cannot hold some of the names")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        directory = usage.optionalParameter("DIR", "A new or empty directory; ./SLUG without it.");
        ref = usage.option("--ref", "REF", "A branch, tag or commit; HEAD without it.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var report = temples.inExisting(temple -> {
            var project = new Projects(temple).require(slug.get());
            var target = OutputPath.of(
                    Objects.requireNonNullElse(directory.get(), project.slug().text()));
            return new ProjectCheckout(temple)
                    .run(project.id(), Objects.requireNonNullElse(ref.get(), "HEAD"), target, terminal.progress());
        });
        var tree = report.tree();
        terminal.say(
                new Details()
                        .with("directory", report.target())
                        .with("ref", report.ref().asked())
                        .with("commit", report.ref().commit())
                        .with("files", tree.files() + tree.links())
                        .with("links", tree.links())
                        .with("submodules", tree.submodules())
                        .with("directories", tree.directories())
                        .with("bytes", tree.bytes()),
                "Checked out %s to %s: %s, %s."
                        .formatted(
                                slug.get(),
                                Printable.text(report.target().toString()),
                                Quantities.count(tree.files() + tree.links(), "file"),
                                Quantities.bytes(tree.bytes())));
        return ExitCode.OK;
    }
}
