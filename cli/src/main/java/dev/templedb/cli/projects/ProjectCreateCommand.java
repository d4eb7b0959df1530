package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.directories.MainLanguage;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Projects;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `templedb project create [SLUG]`
public final class ProjectCreateCommand implements Command {
    private final Value<@Nullable String> slug;
    private final FieldOptions fields;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectCreateCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Without SLUG it is made from the name. Without --language the files of --working-directory tell it. The temple is"
                                + " made if there is none.")
                .example("templedb project create web-app")
                .example("templedb project create --name \"Web App\" --tag web --metadata framework=quarkus")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.CONFLICT, "there is already such a project");
        slug = usage.optionalParameter(
                "SLUG", "Short name of the new project: letters, digits, dots, dashes, underscores.");
        fields = new FieldOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var made = slug();
        var initial = withLanguage(ProjectFields.named(made.text()).with(fields::apply));
        fields.tellWhatWasLeftOut(terminal);
        var project = temples.inAny(temple -> new Projects(temple).create(made, initial));
        terminal.say(
                new Details()
                        .with("slug", project.slug().text())
                        .with("name", project.fields().name())
                        .with("uuid", project.uuid()),
                "Made project %s.".formatted(project.slug()));
        return ExitCode.OK;
    }

    /// The directory shows what the project is written in, unless somebody said so.
    private static ProjectFields withLanguage(ProjectFields given) {
        var directory = given.workingDirectory();
        return directory == null || given.language() != null
                ? given
                : given.with(draft -> MainLanguage.of(Path.of(directory)).ifPresent(draft::language));
    }

    private Slug slug() {
        String given = slug.get();
        if (given != null) {
            return new Slug(given);
        }
        String name = fields.name();
        if (name == null) {
            throw new TempleException(ErrorCode.USAGE, "Give the new project a slug, or a name with --name.");
        }
        return Slug.fromName(name);
    }
}
