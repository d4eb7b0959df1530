package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectRefs;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.SqliteStatistics;
import dev.templedb.temple.projects.Statistics;

/// `templedb project show SLUG`
public final class ProjectShowCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectShowCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb project show web-app")
                .example("templedb project show web-app --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        terminal.show(temples.inExisting(temple -> {
            var project = new Projects(temple).require(slug.get());
            var statistics = new SqliteStatistics(temple);
            return details(project, statistics.refsOf(project), statistics.of(project));
        }));
        return ExitCode.OK;
    }

    private static Details details(Project project, ProjectRefs refs, Statistics figures) {
        var fields = project.fields();
        return new Details()
                .with("slug", project.slug().text())
                .with("name", fields.name())
                .with("description", fields.description())
                .with("kind", fields.kind())
                .with("status", fields.status())
                .with("visibility", fields.visibility())
                .with("license", fields.license())
                .with("owner", fields.owner())
                .with("companion", fields.companionAi())
                .with("repository_url", fields.repositoryUrl())
                .with("upstream_url", fields.upstreamUrl())
                .with("working_directory", fields.workingDirectory())
                .with("language", fields.language())
                .with("tags", fields.tags())
                .with("metadata", fields.metadataMap())
                .with("blueprint", fields.blueprintMap())
                .with("head", refs.head())
                .with("branches", refs.branches())
                .with("version_tags", refs.tags())
                .with("other_refs", refs.others())
                .with("commits", figures.commits())
                .with("files", figures.files())
                .with("bytes", figures.bytes())
                .with("created_by", project.createdBy())
                .with("created_at", project.createdAt())
                .with("updated_at", project.updatedAt())
                .with("last_activity_at", project.lastActivityAt())
                .with("uuid", project.uuid())
                .with("rev", project.rev());
    }
}
