package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Slug;
import dev.templedb.temple.cloning.ProjectClone;

/// `templedb project clone SLUG NEW`
public final class ProjectCloneCommand implements Command {
    private final Value<String> slug;
    private final Value<String> clone;
    private final FieldOptions fields;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectCloneCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "The clone has the files, history, environments, variables, secrets, targets and tags of the project, and its"
                                + " repository as upstream. It begins without members, hosting facts, a repository and a working directory. It"
                                + " shares stored content with the project; each may be removed without harm to the other.")
                .says("Secrets stay encrypted to the same recipients: who could read them there can read them here.")
                .example("templedb project clone web-app shop")
                .example(
                        "templedb project clone web-template my-app --kind project --repository-url https://example.org/my-app")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.CONFLICT, "there is already a project of the new slug");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        clone = usage.parameter("NEW", "Slug of the clone.");
        fields = new FieldOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var target = new Slug(clone.get());
        fields.tellWhatWasLeftOut(terminal);
        var cloned = temples.inExisting(temple -> new ProjectClone(temple).run(slug.get(), target, fields::apply));
        var made = cloned.project();
        terminal.say(
                new Details()
                        .with("slug", made.slug().text())
                        .with("source", slug.get())
                        .with("upstream_url", made.fields().upstreamUrl())
                        .with("commits", cloned.commits())
                        .with("files", cloned.files())
                        .with("content_root", cloned.contentRoot())
                        .with("uuid", made.uuid()),
                "Cloned %s to %s: %s, %s."
                        .formatted(
                                slug.get(),
                                made.slug(),
                                Quantities.count(cloned.commits(), "commit"),
                                Quantities.count(cloned.files(), "file")));
        if (made.fields().upstreamUrl() == null) {
            terminal.note("%s names no repository, so the clone has no upstream.".formatted(slug.get()));
        }
        return ExitCode.OK;
    }
}
