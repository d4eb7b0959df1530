package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectDraft;
import dev.templedb.temple.projects.Projects;

/// `templedb project edit SLUG`
public final class ProjectEditCommand implements Command {
    private final Value<String> slug;
    private final FieldOptions fields;
    private final Value<String[]> removedTags;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectEditCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("An empty value clears a field, as in --license \"\" or --metadata framework=.")
                .example("templedb project edit web-app --description \"Our shop\" --tag shop")
                .example("templedb project edit web-app --status archived")
                .example("templedb project edit web-app --blueprint pm=@product.json")
                .exits(ExitCode.USAGE, "a value is not allowed")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.CONFLICT, "the status cannot follow the present one");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        fields = new FieldOptions(usage);
        removedTags = usage.options("--remove-tag", "TAG", "Take a tag away; may be repeated.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        fields.tellWhatWasLeftOut(terminal);
        return temples.inExisting(temple -> {
            var projects = new Projects(temple);
            long before = projects.require(slug.get()).rev();
            return say(projects.edit(slug.get(), this::apply), before);
        });
    }

    private void apply(ProjectDraft draft) {
        fields.apply(draft);
        for (String tag : removedTags.get()) {
            draft.removeTag(tag);
        }
    }

    private int say(Project project, long before) {
        terminal.say(
                new Details().with("slug", project.slug().text()).with("rev", project.rev()),
                project.rev() == before
                        ? "Project %s is that already; nothing was changed.".formatted(project.slug())
                        : "Changed project %s.".formatted(project.slug()));
        return ExitCode.OK;
    }
}
