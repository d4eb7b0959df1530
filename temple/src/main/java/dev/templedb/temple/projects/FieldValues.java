package dev.templedb.temple.projects;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The fields of projects, each tag, each member of the metadata and each section of the blueprint for itself.
public final class FieldValues implements KeptValues {
    static final String PART = "fields";

    private static final String TAG = "tag ";
    private static final String METADATA = "metadata ";
    private static final String BLUEPRINT = "blueprint ";

    /// For [java.util.ServiceLoader].
    public FieldValues() {}

    @Override
    public String part() {
        return PART;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        return Optional.ofNullable(of(project.fields()).get(name));
    }

    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var fields = project.fields().with(draft -> values.forEach((name, value) -> put(draft, name, value)));
        new Projects(temple).save(tx, project.withFields(fields));
    }

    /// What the fields say, by name.
    static SortedMap<String, Json> of(ProjectFields fields) {
        var values = new TreeMap<String, Json>();
        add(values, "name", fields.name());
        add(values, "description", fields.description());
        add(values, "kind", fields.kind().word());
        add(values, "visibility", fields.visibility().word());
        add(values, "status", fields.status().word());
        add(values, "license", fields.license());
        add(values, "owner", fields.owner());
        add(values, "companion", fields.companionAi());
        add(values, "repository_url", fields.repositoryUrl());
        add(values, "upstream_url", fields.upstreamUrl());
        add(values, "working_directory", fields.workingDirectory());
        add(values, "language", fields.language());
        fields.tags().forEach(tag -> add(values, TAG + tag.toLowerCase(Locale.ROOT), tag));
        fields.metadata().members().forEach((key, value) -> values.put(METADATA + key, value));
        fields.blueprint().members().forEach((key, value) -> values.put(BLUEPRINT + key, value));
        return values;
    }

    /// What was changed, in words.
    static String list(List<KeptChange> changes) {
        boolean isTagsOnly = changes.stream().allMatch(change -> change.name().startsWith(TAG));
        return changes.stream()
                .map(change -> isTagsOnly ? change.name().substring(TAG.length()) : change.name())
                .collect(Collectors.joining(", "));
    }

    private static void add(SortedMap<String, Json> values, String name, @Nullable String text) {
        if (text != null) {
            values.put(name, new Json.Str(text));
        }
    }

    private static void put(ProjectDraft draft, String name, Optional<Json> value) {
        var text = value.orElse(Json.NULL) instanceof Json.Str(var given) ? given : "";
        switch (name) {
            case "name" -> draft.name(text);
            case "description" -> draft.description(text);
            case "kind" -> draft.kind(ProjectKind.of(text));
            case "visibility" -> draft.visibility(Visibility.of(text));
            case "status" -> draft.status(ProjectStatus.of(text));
            case "license" -> draft.license(text);
            case "owner" -> draft.owner(text);
            case "companion" -> draft.companionAi(text);
            case "repository_url" -> draft.repositoryUrl(text);
            case "upstream_url" -> draft.upstreamUrl(text);
            case "working_directory" -> draft.workingDirectory(text);
            case "language" -> draft.language(text);
            default -> putMember(draft, name, value, text);
        }
    }

    private static void putMember(ProjectDraft draft, String name, Optional<Json> value, String text) {
        if (name.startsWith(TAG)) {
            if (value.isPresent()) {
                draft.addTag(text);
            } else {
                draft.removeTag(name.substring(TAG.length()));
            }
        } else if (name.startsWith(METADATA)) {
            draft.metadataMember(name.substring(METADATA.length()), value);
        } else if (name.startsWith(BLUEPRINT)) {
            draft.blueprintMember(name.substring(BLUEPRINT.length()), value);
        } else {
            throw new IllegalStateException("no field is called " + name);
        }
    }
}
