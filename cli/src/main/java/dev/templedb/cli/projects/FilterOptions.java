package dev.templedb.cli.projects;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.ProjectFilter;
import dev.templedb.temple.projects.ProjectKind;
import dev.templedb.temple.projects.ProjectStatus;
import dev.templedb.temple.projects.ProjectSummary;
import dev.templedb.temple.projects.Projects;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options that choose projects, for all commands that work on several.
final class FilterOptions {
    private final Value<@Nullable ProjectKind> kind;
    private final Value<@Nullable ProjectStatus> status;
    private final Value<String[]> tags;
    private final Value<@Nullable String> companion;
    private final Value<@Nullable String> owner;
    private final Value<@Nullable String> repository;

    FilterOptions(Usage usage) {
        kind = usage.option("--kind", "KIND", "Only these: project or template.", ProjectKind::of);
        status = usage.option("--status", "STATUS", "Only projects of this status.", ProjectStatus::of);
        tags = usage.options("--tag", "TAG", "Only projects with this tag; may be repeated: with all of them.");
        companion = usage.option("--ai", "NAME", "Only projects that this assistant works on.");
        owner = usage.option("--owner", "NAME", "Only projects of this user or organization.");
        repository = usage.option("--repository", "URL", "Only the project that is published there.");
    }

    /// The projects that a command works on: those that are named, or else those that the options let through.
    List<String> slugs(Temple temple, String[] named) {
        return named.length > 0
                ? List.of(named)
                : new Projects(temple)
                        .list(filter()).stream().map(ProjectSummary::slug).toList();
    }

    ProjectFilter filter() {
        return new ProjectFilter(
                kind.get(),
                status.get(),
                List.of(tags.get()),
                companion.get(),
                owner.get(),
                repository.get(),
                null,
                null);
    }
}
