package dev.templedb.temple.exchange;

import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.projects.ProjectDraft;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Visibility;
import java.util.List;
import java.util.Optional;

/// What a package says of its project besides what the project says itself so far.
///
/// @param visibility another one than the project's
/// @param tags       that come to the project's
public record PackagedFacts(Optional<Visibility> visibility, List<String> tags) {
    /// Nothing else than what the project says.
    public static final PackagedFacts NONE = new PackagedFacts(Optional.empty(), List.of());

    public PackagedFacts {
        tags = List.copyOf(tags);
    }

    /// Makes a project say the same.
    ///
    /// @throws dev.templedb.core.TempleException with `PROJECT_VALUE_INVALID` for what cannot be a tag
    public void change(ProjectDraft draft) {
        visibility.ifPresent(draft::visibility);
        tags.forEach(draft::addTag);
    }

    /// The visibility that a project with these fields has in the package.
    Visibility visibility(ProjectFields fields) {
        return visibility.orElse(fields.visibility());
    }

    /// The state of a project with these fields that says so; `whole` itself when it does already.
    ProjectState over(ProjectState whole, ProjectFields fields) {
        var changed = fields.with(this::change);
        if (changed.equals(fields)) {
            return whole;
        }
        try {
            var json = whole.json();
            return ProjectState.of(json.with(
                            "project",
                            json.object("project")
                                    .with("visibility", changed.visibility().word()))
                    .with("tags", Json.Arr.ofTexts(changed.tags()))
                    .with("parents", Json.Arr.ofTexts(List.of(whole.root().hex()))));
        } catch (InvalidState impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
