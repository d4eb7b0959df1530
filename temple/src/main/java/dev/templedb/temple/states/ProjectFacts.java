package dev.templedb.temple.states;

import dev.templedb.core.Addresses;
import dev.templedb.core.KeptTime;
import dev.templedb.core.Slug;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.ProjectKind;
import dev.templedb.temple.projects.ProjectStatus;
import dev.templedb.temple.projects.Visibility;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The facts of a project as its state says them. The working directory stays out, and addresses that are paths: they
/// are of one machine, and tell whose.
final class ProjectFacts {
    private ProjectFacts() {}

    /// What `project` says, laid over `base`, whose members that nobody here knows stay.
    static Json.Obj write(Json.Obj base, Project project) {
        var fields = project.fields();
        return base.with("slug", project.slug().text())
                .with("name", fields.name())
                .with("description", fields.description())
                .with("kind", fields.kind().word())
                .with("visibility", fields.visibility().word())
                .with("status", fields.status().word())
                .with("license", fields.license())
                .with("owner", fields.owner())
                .with("companion_ai", fields.companionAi())
                .with("repository_url", forOthers(fields.repositoryUrl()))
                .with("upstream_url", forOthers(fields.upstreamUrl()))
                .with("language", fields.language())
                .with("metadata", writable(fields.metadata()))
                .with("blueprint", writable(fields.blueprint()))
                .with("created_at", ProjectState.time(project.createdAt()))
                .with("updated_at", ProjectState.time(project.updatedAt()));
    }

    /// Numbers that canonical JSON cannot hold exactly become strings.
    private static Json writable(Json.Obj value) {
        try {
            CanonicalJson.write(value);
            return value;
        } catch (IllegalArgumentException inexact) {
            return exact(value);
        }
    }

    private static Json exact(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                var copy = Json.Obj.empty();
                for (var member : object.members().entrySet()) {
                    copy = copy.with(member.getKey(), exact(member.getValue()));
                }
                yield copy;
            }
            case Json.Arr(var elements) ->
                new Json.Arr(elements.stream().map(ProjectFacts::exact).toList());
            case Json.Num number -> isExact(number) ? number : new Json.Str(number.digits());
            default -> value;
        };
    }

    private static boolean isExact(Json.Num number) {
        try {
            CanonicalJson.write(number);
            return true;
        } catch (IllegalArgumentException inexact) {
            return false;
        }
    }

    private static @Nullable String forOthers(@Nullable String url) {
        return url == null || Addresses.isLocal(url) ? null : Addresses.withoutCredentials(url);
    }

    /// The project that `state` describes, under `slug`; not inserted yet.
    static Project read(ProjectState state, Slug slug, Json.Obj unknownFields, Instant now) {
        var facts = state.project();
        var fields = ProjectFields.named(
                        facts.text("name").filter(name -> !name.isBlank()).orElse(slug.text()))
                .with(draft -> {
                    facts.text("description").ifPresent(draft::description);
                    draft.kind(word(facts, "kind", ProjectKind::of).orElse(ProjectKind.PROJECT));
                    draft.visibility(word(facts, "visibility", Visibility::of).orElse(Visibility.PRIVATE));
                    draft.status(word(facts, "status", ProjectStatus::of).orElse(ProjectStatus.ACTIVE));
                    facts.text("license").ifPresent(draft::license);
                    facts.text("owner").ifPresent(draft::owner);
                    facts.text("companion_ai").ifPresent(draft::companionAi);
                    facts.text("repository_url")
                            .filter(url -> !Addresses.isLocal(url))
                            .ifPresent(draft::repositoryUrl);
                    facts.text("upstream_url")
                            .filter(url -> !Addresses.isLocal(url))
                            .ifPresent(draft::upstreamUrl);
                    facts.text("language").ifPresent(draft::language);
                    draft.metadata(facts.object("metadata"));
                    draft.blueprint(facts.object("blueprint"));
                    state.json().list("tags").forEach(tag -> {
                        if (tag instanceof Json.Str(var text)) {
                            draft.addTag(text);
                        }
                    });
                });
        var begun = Project.begun(slug, fields, state.json().text("created_by").orElse(""), now);
        return new Project(
                0,
                begun.uuid(),
                slug,
                fields,
                unknownFields,
                begun.createdBy(),
                time(facts, "created_at").orElse(state.time()),
                time(facts, "updated_at").orElse(state.time()),
                now,
                1);
    }

    private static <T> Optional<T> word(Json.Obj facts, String name, Function<String, T> reading) {
        try {
            return facts.text(name).map(reading);
        } catch (dev.templedb.core.TempleException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(Json.Obj facts, String name) {
        return facts.text(name).flatMap(KeptTime::read);
    }
}
