package dev.templedb.temple.query;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CompactJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.ProjectDraft;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.ProjectKind;
import dev.templedb.temple.projects.ProjectStatus;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.temple.variables.Variables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Does what triggers noted, in one transaction, with the services that other commands use.
final class WantedChanges {
    /// What the audit log calls a change of fields, whichever command made it.
    private static final String EDIT = "project edit";

    private final Transaction tx;
    private final Projects projects;
    private final Variables variables;

    WantedChanges(Temple temple, Transaction tx) {
        this.tx = tx;
        this.projects = new Projects(temple);
        this.variables = new Variables(temple);
    }

    /// @return what was done, in order
    List<DoneChange> perform(List<WantedChange> wanted) {
        var done = new ArrayList<DoneChange>();
        for (int i = 0; i < wanted.size(); ) {
            int end = i + 1;
            while (end < wanted.size() && belongTogether(wanted.get(i), wanted.get(end))) {
                end++;
            }
            done.add(perform(wanted.get(i), wanted.subList(i, end)));
            i = end;
        }
        return done;
    }

    /// Fields of one row are changed at once.
    private static boolean belongTogether(WantedChange first, WantedChange next) {
        return first.action().equals("edit") && next.action().equals("edit") && first.projectId() == next.projectId();
    }

    private DoneChange perform(WantedChange first, List<WantedChange> together) {
        if (first.action().equals("create")) {
            return create(first);
        }
        var slug = projects.require(tx, first.projectId()).slug().text();
        return switch (first.action()) {
            case "edit" -> edit(slug, together);
            case "remove" -> {
                projects.remove(tx, slug);
                yield new DoneChange("remove", slug, List.of());
            }
            case "add tag" -> {
                projects.edit(tx, EDIT, slug, draft -> draft.addTag(first.name()));
                yield new DoneChange("add tag", slug, List.of(first.name()));
            }
            case "remove tag" -> {
                projects.edit(tx, EDIT, slug, draft -> draft.removeTag(first.name()));
                yield new DoneChange("remove tag", slug, List.of(first.name()));
            }
            case "set variable" -> {
                variables.set(
                        tx,
                        slug,
                        Variables.environment(first.detail()),
                        Map.of(first.name(), Objects.requireNonNullElse(first.value(), "")),
                        false);
                yield new DoneChange("set variable", slug, List.of(first.name()));
            }
            case "remove variable" -> {
                variables.remove(tx, slug, Variables.environment(first.detail()), List.of(first.name()));
                yield new DoneChange("remove variable", slug, List.of(first.name()));
            }
            default -> throw new IllegalStateException(first.action());
        };
    }

    private DoneChange edit(String slug, List<WantedChange> fields) {
        var names = new ArrayList<String>();
        var current = slug;
        for (var field : fields) {
            names.add(field.name());
            if (field.name().equals("slug")) {
                current = projects.rename(tx, current, new Slug(text(field.value())))
                        .slug()
                        .text();
            }
        }
        projects.edit(tx, EDIT, current, draft -> fields.forEach(field -> apply(draft, field.name(), field.value())));
        return new DoneChange("edit", slug, names);
    }

    private DoneChange create(WantedChange wanted) {
        var fields = object(text(wanted.value()), "The new project").members();
        var name = fields.get("name") instanceof Json.Str(var given) ? given : wanted.name();
        var slug = wanted.name().isEmpty() ? Slug.fromName(name) : new Slug(wanted.name());
        var names = new ArrayList<String>();
        var initial = ProjectFields.named(name)
                .with(draft -> fields.forEach((field, value) -> {
                    if (!(value instanceof Json.Null)) {
                        names.add(field);
                        apply(draft, field, plain(value));
                    }
                }));
        projects.create(tx, slug, initial);
        return new DoneChange("create", slug.text(), names);
    }

    private static void apply(ProjectDraft draft, String field, @Nullable String value) {
        switch (field) {
            case "slug" -> {
                // Renamed already.
            }
            case "name" -> draft.name(text(value));
            case "description" -> draft.description(value);
            case "kind" -> draft.kind(ProjectKind.of(text(value)));
            case "visibility" -> draft.visibility(Visibility.of(text(value)));
            case "status" -> draft.status(ProjectStatus.of(text(value)));
            case "license" -> draft.license(value);
            case "owner" -> draft.owner(value);
            case "companion_ai" -> draft.companionAi(value);
            case "repository_url" -> draft.repositoryUrl(value);
            case "upstream_url" -> draft.upstreamUrl(value);
            case "working_directory" -> draft.workingDirectory(value);
            case "language" -> draft.language(value);
            case "metadata" -> draft.metadata(object(text(value), "The metadata"));
            case "blueprint" -> draft.blueprint(object(text(value), "The blueprint"));
            default -> throw new IllegalStateException(field);
        }
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static String plain(Json value) {
        return value instanceof Json.Str(var text) ? text : CompactJson.write(value);
    }

    private static Json.Obj object(String json, String what) {
        try {
            return JsonReader.readObject((json.isEmpty() ? "{}" : json).getBytes(StandardCharsets.UTF_8));
        } catch (InvalidJson e) {
            throw new TempleException(ErrorCode.PROJECT_VALUE_INVALID, "%s is not a JSON object.".formatted(what), e);
        }
    }
}
