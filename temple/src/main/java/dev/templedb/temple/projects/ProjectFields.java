package dev.templedb.temple.projects;

import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What people say about a project, and may change at any time.
///
/// @param name             what it is called in prose; not empty
/// @param companionAi      the assistant that works on it, `numa` unless something else is said
/// @param repositoryUrl    where its source is published
/// @param upstreamUrl      where the source that it was cloned or forked from is published
/// @param workingDirectory where it is checked out on this machine
/// @param language         the language most of it is written in
/// @param tags             words to find it by, without regard to case
/// @param metadata         free members; `framework`, `aesthetics`, `database`, `authentication`, `deployment` and
/// `team` are
///                         the names that other programs look for
/// @param blueprint        its design, by section: `pm`, `db`, `backend`, `frontend`, `ux`
public record ProjectFields(
        String name,
        @Nullable String description,
        ProjectKind kind,
        Visibility visibility,
        ProjectStatus status,
        @Nullable String license,
        @Nullable String owner,
        String companionAi,
        @Nullable String repositoryUrl,
        @Nullable String upstreamUrl,
        @Nullable String workingDirectory,
        @Nullable String language,
        SortedSet<String> tags,
        Json.Obj metadata,
        Json.Obj blueprint) {
    /// The assistant of a project that names none.
    public static final String DEFAULT_COMPANION = "numa";

    public ProjectFields {
        var sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.addAll(tags);
        tags = Collections.unmodifiableSortedSet(sorted);
    }

    /// The fields of a project of which only the name is known.
    public static ProjectFields named(String name) {
        return new ProjectFields(
                name,
                null,
                ProjectKind.PROJECT,
                Visibility.PRIVATE,
                ProjectStatus.ACTIVE,
                null,
                null,
                DEFAULT_COMPANION,
                null,
                null,
                null,
                null,
                new TreeSet<>(),
                Json.Obj.empty(),
                Json.Obj.empty());
    }

    /// The metadata as plain maps, lists, texts, numbers and booleans.
    public SequencedMap<String, @Nullable Object> metadataMap() {
        return PlainJson.of(metadata);
    }

    /// The blueprint as plain maps, lists, texts, numbers and booleans.
    public SequencedMap<String, @Nullable Object> blueprintMap() {
        return PlainJson.of(blueprint);
    }

    /// What became another between these fields and `later`, for the audit log: names of fields, and both statuses.
    Json.Obj changes(ProjectFields later) {
        var names = new ArrayList<String>();
        note(names, "name", name, later.name);
        note(names, "description", description, later.description);
        note(names, "kind", kind, later.kind);
        note(names, "visibility", visibility, later.visibility);
        note(names, "status", status, later.status);
        note(names, "license", license, later.license);
        note(names, "owner", owner, later.owner);
        note(names, "companion", companionAi, later.companionAi);
        note(names, "repository_url", repositoryUrl, later.repositoryUrl);
        note(names, "upstream_url", upstreamUrl, later.upstreamUrl);
        note(names, "working_directory", workingDirectory, later.workingDirectory);
        note(names, "language", language, later.language);
        note(names, "tags", tags, later.tags);
        note(names, "metadata", metadata, later.metadata);
        note(names, "blueprint", blueprint, later.blueprint);
        var changes = Json.Obj.empty().with("fields", Json.Arr.ofTexts(names));
        if (!tags.equals(later.tags)) {
            changes = changes.with("tags", Json.Arr.ofTexts(later.tags));
        }
        return status == later.status
                ? changes
                : changes.with("from", status.word()).with("to", later.status.word());
    }

    private static void note(List<String> names, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            names.add(name);
        }
    }

    /// These fields with the changes that `change` makes.
    ///
    /// @throws dev.templedb.core.TempleException with `PROJECT_VALUE_INVALID`
    public ProjectFields with(Consumer<ProjectDraft> change) {
        var draft = new ProjectDraft(this);
        change.accept(draft);
        return draft.build();
    }
}
