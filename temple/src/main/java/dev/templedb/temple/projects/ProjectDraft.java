package dev.templedb.temple.projects;

import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Fields of a project while they are being changed; see [ProjectFields#with]. An empty text clears an optional
/// field.
public final class ProjectDraft {
    /// The sections that a blueprint may have.
    public static final List<String> BLUEPRINT_SECTIONS = List.of("pm", "db", "backend", "frontend", "ux");

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TAG = 100;

    private String name;
    private @Nullable String description;
    private ProjectKind kind;
    private Visibility visibility;
    private ProjectStatus status;
    private @Nullable String license;
    private @Nullable String owner;
    private String companionAi;
    private @Nullable String repositoryUrl;
    private @Nullable String upstreamUrl;
    private @Nullable String workingDirectory;
    private @Nullable String language;
    private final SortedSet<String> tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private Json.Obj metadata;
    private Json.Obj blueprint;

    ProjectDraft(ProjectFields fields) {
        name = fields.name();
        description = fields.description();
        kind = fields.kind();
        visibility = fields.visibility();
        status = fields.status();
        license = fields.license();
        owner = fields.owner();
        companionAi = fields.companionAi();
        repositoryUrl = fields.repositoryUrl();
        upstreamUrl = fields.upstreamUrl();
        workingDirectory = fields.workingDirectory();
        language = fields.language();
        tags.addAll(fields.tags());
        metadata = fields.metadata();
        blueprint = fields.blueprint();
    }

    public ProjectDraft name(String value) {
        name = value;
        return this;
    }

    public ProjectDraft description(@Nullable String value) {
        description = orNull(value);
        return this;
    }

    public ProjectDraft kind(ProjectKind value) {
        kind = value;
        return this;
    }

    public ProjectDraft visibility(Visibility value) {
        visibility = value;
        return this;
    }

    public ProjectDraft status(ProjectStatus value) {
        status = value;
        return this;
    }

    public ProjectDraft license(@Nullable String value) {
        license = orNull(value);
        return this;
    }

    public ProjectDraft owner(@Nullable String value) {
        owner = orNull(value);
        return this;
    }

    /// Sets the assistant; an empty text stands for the default.
    public ProjectDraft companionAi(@Nullable String value) {
        companionAi = value == null || value.isBlank() ? ProjectFields.DEFAULT_COMPANION : value.strip();
        return this;
    }

    /// Everybody who sees the project, and whoever gets a package of it, sees its addresses.
    private static @Nullable String withoutCredentials(@Nullable String url) {
        return url == null ? null : Addresses.withoutCredentials(url);
    }

    public ProjectDraft repositoryUrl(@Nullable String value) {
        repositoryUrl = withoutCredentials(orNull(value));
        return this;
    }

    public ProjectDraft upstreamUrl(@Nullable String value) {
        upstreamUrl = withoutCredentials(orNull(value));
        return this;
    }

    public ProjectDraft workingDirectory(@Nullable String value) {
        workingDirectory = orNull(value);
        return this;
    }

    public ProjectDraft language(@Nullable String value) {
        language = orNull(value);
        return this;
    }

    /// Adds a tag, in the spelling given.
    ///
    /// @throws TempleException with `PROJECT_VALUE_INVALID` when it is empty, too long, or has white space
    ///         or a comma
    public ProjectDraft addTag(String tag) {
        var isPlain =
                tag.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == ',');
        if (tag.isEmpty() || tag.length() > LONGEST_TAG || !isPlain) {
            throw invalid("\"%s\" cannot be a tag: a tag is one word of at most %d characters, without commas."
                    .formatted(Printable.text(tag), LONGEST_TAG));
        }
        tags.remove(tag);
        tags.add(tag);
        return this;
    }

    public ProjectDraft removeTag(String tag) {
        tags.remove(tag);
        return this;
    }

    public ProjectDraft metadata(Json.Obj value) {
        metadata = value;
        return this;
    }

    /// Sets one member of the metadata to a text, or removes it when the text is empty.
    public ProjectDraft metadata(String key, String value) {
        if (key.isBlank()) {
            throw invalid("A metadata key cannot be empty.");
        }
        metadata = value.isEmpty() ? metadata.without(key) : metadata.with(key, value);
        return this;
    }

    void metadataMember(String key, Optional<Json> value) {
        metadata = value.map(given -> metadata.with(key, given)).orElseGet(() -> metadata.without(key));
    }

    void blueprintMember(String section, Optional<Json> value) {
        blueprint = value.map(given -> blueprint.with(section, given)).orElseGet(() -> blueprint.without(section));
    }

    /// Sets the members of the JSON object `json`; those that are `null` in it are removed.
    ///
    /// @throws TempleException with `PROJECT_VALUE_INVALID` when `json` is not a JSON object
    public ProjectDraft mergeMetadata(String json) {
        for (var member : object(json, "The metadata").members().entrySet()) {
            metadata = member.getValue() instanceof Json.Null
                    ? metadata.without(member.getKey())
                    : metadata.with(member.getKey(), member.getValue());
        }
        return this;
    }

    public ProjectDraft blueprint(Json.Obj value) {
        blueprint = value;
        return this;
    }

    /// Sets one section of the blueprint to the value `json`, or removes it when that is empty.
    ///
    /// @throws TempleException with `PROJECT_VALUE_INVALID` for another section, or when `json` is not JSON
    public ProjectDraft blueprint(String section, String json) {
        if (!BLUEPRINT_SECTIONS.contains(section)) {
            throw invalid("\"%s\" is not a section of a blueprint; use %s."
                    .formatted(Printable.text(section), String.join(", ", BLUEPRINT_SECTIONS)));
        }
        blueprint = json.isEmpty()
                ? blueprint.without(section)
                : blueprint.with(section, value(json, "The blueprint section " + section));
        return this;
    }

    ProjectFields build() {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw invalid("The name of a project has 1 to %d characters.".formatted(LONGEST_NAME));
        }
        return new ProjectFields(
                name,
                description,
                kind,
                visibility,
                status,
                license,
                owner,
                companionAi,
                repositoryUrl,
                upstreamUrl,
                workingDirectory,
                language,
                tags,
                metadata,
                blueprint);
    }

    private static Json value(String json, String what) {
        try {
            return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidJson problem) {
            throw invalid(
                    "%s is not valid JSON: %s.".formatted(what, Printable.text(String.valueOf(problem.getMessage()))));
        }
    }

    private static Json.Obj object(String json, String what) {
        if (value(json, what) instanceof Json.Obj object) {
            return object;
        }
        throw invalid("%s is not a JSON object.".formatted(what));
    }

    private static @Nullable String orNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.PROJECT_VALUE_INVALID, sentence);
    }
}
