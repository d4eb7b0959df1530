package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.databases.ProjectDatabases;
import dev.templedb.temple.directories.DirectoryState;
import dev.templedb.temple.directories.DirectoryState.Look;
import dev.templedb.temple.directories.WorkingDirectories;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectRefs;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.SqliteStatistics;
import dev.templedb.temple.projects.Statistics;
import dev.templedb.temple.registry.Hosting;
import dev.templedb.temple.registry.HostingFacts;
import dev.templedb.temple.registry.Role;
import dev.templedb.temple.registry.Team;
import dev.templedb.temple.registry.TeamMember;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
            var registry = new Registry(
                    new Team(temple).list(project, Team.RECENT),
                    new HostingFacts(temple).of(slug.get()),
                    new WorkingDirectories(temple).recorded(List.of(slug.get())).getFirst());
            var databases = new ProjectDatabases(temple);
            return details(project, statistics.refsOf(project), statistics.of(project), registry)
                    .with("databases", databases.list(slug.get()))
                    .with(
                            "databases_directory",
                            databases
                                    .find(slug.get())
                                    .map(home -> home.directory().toString())
                                    .orElse(null));
        }));
        return ExitCode.OK;
    }

    private record Registry(List<TeamMember> team, Hosting hosting, DirectoryState directory) {
        List<String> names(Role role) {
            return team.stream()
                    .filter(one -> one.role() == role)
                    .map(TeamMember::name)
                    .toList();
        }

        <T> @Nullable T seen(Function<Look, Optional<T>> fact) {
            return directory.look().flatMap(fact).orElse(null);
        }
    }

    private static Details details(Project project, ProjectRefs refs, Statistics figures, Registry registry) {
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
                .with(
                        "directory_state",
                        registry.seen(look -> Optional.of(look.condition().word())))
                .with("branch", registry.seen(Look::branch))
                .with("last_commit", registry.seen(Look::lastCommit))
                .with("uncommitted_changes", registry.seen(Look::uncommitted))
                .with("language", fields.language())
                .with("tags", fields.tags())
                .with("active_members", registry.names(Role.MEMBER))
                .with("recent_contributors", registry.names(Role.CONTRIBUTOR))
                .with("open_prs", registry.hosting().openPullRequests())
                .with("open_issues", registry.hosting().openIssues())
                .with("stars", registry.hosting().stars())
                .with("last_synced", registry.hosting().lastSynced())
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
