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
import dev.templedb.temple.worktree.Checkouts;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb project checkout SLUG [DIR]`
public final class ProjectCheckoutCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> directory;
    private final Value<@Nullable String> ref;
    private final Value<Boolean> plain;
    private final Value<Boolean> adopt;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectCheckoutCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "The directory remembers what it was checked out of, in a small file .templedb that is never part of the"
                                + " project: inside it the `vcs` commands need no SLUG.")
                .says(
                        "Bytes, modes and symbolic links are those of the commit, but for line ends and `$Id$` where .gitattributes wants"
                                + " others, as with git. The directory appears whole or not at all; `templedb vcs export-git` writes the history too.")
                .example("templedb project checkout web-app")
                .example("templedb project checkout web-app /tmp/old --ref v1.0")
                .example("templedb project checkout web-app ~/moved/web-app --adopt")
                .exits(ExitCode.FAILED, "the directory cannot be written")
                .exits(ExitCode.USAGE, "the ref could be several things")
                .exits(ExitCode.NOT_FOUND, "there is no such project or ref")
                .exits(ExitCode.CONFLICT, "the directory is not empty, or the project has no history yet")
                .exits(ExitCode.REFUSED, "the file system cannot hold some of the names")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        directory = usage.optionalParameter("DIR", "A new or empty directory; ./SLUG without it.");
        ref = usage.option("--ref", "REF", "A branch, tag or commit; HEAD without it.");
        plain = usage.flag("--plain", "Write the files only: no .templedb, and nothing is remembered.");
        adopt = usage.flag(
                "--adopt",
                "Go on with a directory as it is, which was moved, copied or made otherwise; only .templedb is written.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (adopt.get()) {
            return adopt();
        }
        var report = temples.inExisting(temple -> {
            var project = new Projects(temple).require(slug.get());
            var target = OutputPath.of(
                    Objects.requireNonNullElse(directory.get(), project.slug().text()));
            if (plain.get()) {
                var written = new ProjectCheckout(temple).run(project.id(), ref(), target, terminal.progress());
                return new Checkouts.Made(written.target(), written.ref().commit(), written.tree(), false);
            }
            return new Checkouts(temple).make(project, ref(), target, terminal.progress());
        });
        var tree = report.tree();
        terminal.say(
                new Details()
                        .with("directory", report.directory())
                        .with("ref", ref())
                        .with("commit", report.commit())
                        .with("files", tree.files() + tree.links())
                        .with("links", tree.links())
                        .with("submodules", tree.submodules())
                        .with("directories", tree.directories())
                        .with("bytes", tree.bytes())
                        .with("remembered", report.marked()),
                "Checked out %s to %s: %s, %s."
                        .formatted(
                                slug.get(),
                                Printable.text(report.directory().toString()),
                                Quantities.count(tree.files() + tree.links(), "file"),
                                Quantities.bytes(tree.bytes())));
        if (!report.marked() && !plain.get()) {
            terminal.note(
                    "The directory is not remembered: what was checked out is no commit, or holds a file .templedb.");
        }
        return ExitCode.OK;
    }

    private String ref() {
        return Objects.requireNonNullElse(ref.get(), "HEAD");
    }

    private int adopt() {
        var checkout = temples.inExisting(temple -> {
            var project = new Projects(temple).require(slug.get());
            var target = Path.of(
                    Objects.requireNonNullElse(directory.get(), project.slug().text()));
            return new Checkouts(temple).adopt(project, ref(), target);
        });
        terminal.say(
                new Details()
                        .with("directory", checkout.directory())
                        .with("branch", checkout.branch())
                        .with("commit", checkout.base()),
                "Adopted %s as a checked-out directory of %s, at %s."
                        .formatted(
                                Printable.text(checkout.directory().toString()),
                                checkout.slug(),
                                Printable.text(checkout.where())));
        return ExitCode.OK;
    }
}
