package dev.templedb.packages.file;

import dev.templedb.core.Addresses;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.ProjectState;

/// `project.json`: the project's facts for people and for other programs. The truth is in the state.
final class ProjectDocument {
    private ProjectDocument() {}

    static Json.Obj of(ProjectState state, Statistics statistics, Json.Obj unknown) {
        var project = state.project();
        var time = ProjectState.time(state.time());
        var document = Json.Obj.empty();
        for (var name : new String[] {"slug", "name", "description"}) {
            document = document.with(name, project.text(name).orElse(null));
        }
        var repository = project.text("repository_url").filter(url -> !Addresses.isLocal(url));
        return document.with("repository_url", repository.orElse(null))
                .with("default_branch", defaultBranch(state))
                .with("git_ref", gitRef(state))
                .with("created_at", project.text("created_at").orElse(time))
                .with("updated_at", project.text("updated_at").orElse(time))
                .with("metadata", project.object("metadata"))
                .with("statistics", statistics.summary())
                .completedBy(unknown);
    }

    /// The members that [#of] knows for a package of `state`.
    static Json.Obj known(ProjectState state) {
        var known = of(state, new Statistics(java.util.List.of()), Json.Obj.empty());
        return known.with("statistics", known.object("statistics").with("file_types", Json.NULL));
    }

    private static @org.jspecify.annotations.Nullable String defaultBranch(ProjectState state) {
        return state.head() instanceof Head.Branch(var ref) && ref.startsWith("refs/heads/")
                ? ref.substring("refs/heads/".length())
                : null;
    }

    private static @org.jspecify.annotations.Nullable String gitRef(ProjectState state) {
        return switch (state.head()) {
            case Head.Detached(var commit) -> commit.hex();
            case Head.Branch(var ref) -> {
                var id = state.refs().get(ref);
                yield id == null ? null : id.hex();
            }
        };
    }
}
