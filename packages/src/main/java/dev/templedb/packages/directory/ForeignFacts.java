package dev.templedb.packages.directory;

import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a package of the Python tool says about its project, as a state says it.
///
/// A `repository_url` or `project_path` that is a path on somebody's machine is not kept: it would travel on with every
/// push.
final class ForeignFacts {
    private static final String CRUD = " \t\n\u000b\f\r.,:;\"'";

    private final Json.Obj manifest;
    private final Json.Obj project;
    private final List<String> notices;
    private final Instant createdAt;

    ForeignFacts(Json.Obj manifest, Json.Obj project, List<String> notices) {
        this.manifest = manifest;
        this.project = project;
        this.notices = notices;
        this.createdAt = manifest.text("created_at")
                .flatMap(PackageTime::parse)
                .or(() -> project.text("updated_at").flatMap(PackageTime::parse))
                .orElse(Instant.EPOCH);
        project.text("repository_url")
                .filter(Addresses::isLocal)
                .ifPresent(path ->
                        notices.add("The package names the local directory %s as its repository; that was not kept."
                                .formatted(Printable.text(path))));
        project.text("project_path")
                .ifPresent(path -> notices.add("The package names the local directory %s; that was not kept."
                        .formatted(Printable.text(path))));
        if (!(manifest.get("signature") instanceof Json.Null) && manifest.get("signature") != null) {
            notices.add("The package carries a signature, which this version does not verify.");
        }
    }

    static Json.Obj withoutLocalPaths(Json.Obj project) {
        var kept = project.without("project_path");
        return project.text("repository_url").filter(Addresses::isLocal).isPresent()
                ? kept.with("repository_url", Json.NULL)
                : kept;
    }

    /// The raw bytes of the commit that stands for the package: a function of what the package says, never of the
    /// clock.
    byte[] commit(GitId tree) {
        var by = manifest.text("created_by").orElse("");
        var name = withoutCrud(by.replaceAll("[<>\\p{Cntrl}]", ""));
        var email = name.contains("@") && !name.contains(" ") ? name : "";
        var person = "%s <%s> %d +0000".formatted(name.isEmpty() ? "unknown" : name, email, createdAt.getEpochSecond());
        return """
                tree %s
                author %s
                committer %s

                Import %s from a package of the Python TempleDB

                Package format %s, written %s by TempleDB %s.
                """.formatted(
                        tree,
                        person,
                        person,
                        slug(),
                        oneLine(manifest.text("version")),
                        ProjectState.time(createdAt),
                        oneLine(manifest.object("source").text("templedb_version")))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Without what git takes off both ends of a name. A regular expression would look at a long run of spaces once
    /// for
    /// each of them.
    private static String withoutCrud(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && CRUD.indexOf(name.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && CRUD.indexOf(name.charAt(to - 1)) >= 0) {
            to--;
        }
        return name.substring(from, to);
    }

    private static String oneLine(Optional<String> text) {
        return text.map(found -> found.replaceAll("\\p{Cntrl}", " ")).orElse("of an unknown version");
    }

    private String slug() {
        var given = project.text("slug")
                .or(() -> manifest.object("project").text("slug"))
                .orElse("");
        try {
            return new Slug(given).text();
        } catch (TempleException invalid) {
            return Slug.fromName(given.isEmpty() ? project.text("name").orElse("") : given)
                    .text();
        }
    }

    /// The state of a project that has `commit` as its only one, or none.
    ProjectState state(Optional<GitId> commit, ObjectSet objects, SortedMap<String, Sha256> documents) {
        project.text("slug")
                .filter(given -> !given.equals(slug()))
                .ifPresent(given -> notices.add(
                        "\"%s\" cannot be a slug; the project is called %s.".formatted(Printable.text(given), slug())));
        var branch = project.text("default_branch").orElse("main");
        try {
            return state(branch, commit, objects, documents);
        } catch (InvalidState notABranch) {
            notices.add("\"%s\" cannot be a branch; the branch is called main.".formatted(Printable.text(branch)));
        }
        try {
            return state("main", commit, objects, documents);
        } catch (InvalidState invalid) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED,
                    "The package makes no project: %s.".formatted(invalid.getMessage()),
                    invalid);
        }
    }

    private ProjectState state(
            String branch, Optional<GitId> commit, ObjectSet objects, SortedMap<String, Sha256> documents)
            throws InvalidState {
        var ref = "refs/heads/" + branch;
        var refs = Json.Obj.empty();
        var hashes = new TreeMap<String, Json>();
        documents.forEach((name, sha256) -> hashes.put(name, new Json.Str(sha256.hex())));
        var state = Json.Obj.empty().with("state", ProjectState.FORMAT).with("time", ProjectState.time(createdAt));
        return ProjectState.of(withText(state, "created_by", manifest.text("created_by"))
                .with("parents", new Json.Arr(List.of()))
                .with("project", projectFacts())
                .with(
                        "git",
                        Json.Obj.empty()
                                .with("head", Json.Obj.empty().with("ref", ref))
                                .with(
                                        "refs",
                                        commit.map(id -> refs.with(ref, id.hex()))
                                                .orElse(refs))
                                .with("shallow", new Json.Arr(List.of())))
                .with(
                        "objects",
                        Json.Obj.empty()
                                .with("count", objects.count())
                                .with("bytes", objects.bytes())
                                .with("sha256", objects.sha256().hex()))
                .with("documents", Json.object(hashes))
                .with("sections", Json.Obj.empty()));
    }

    private Json.Obj projectFacts() {
        var inManifest = manifest.object("project");
        var facts = Json.Obj.empty()
                .with("slug", slug())
                .with(
                        "name",
                        project.text("name").or(() -> inManifest.text("name")).orElseGet(this::slug))
                .with("visibility", inManifest.text("visibility").orElse("private"))
                .with("created_at", ProjectState.time(time("created_at")))
                .with("updated_at", ProjectState.time(time("updated_at")));
        facts = withText(facts, "description", project.text("description").or(() -> inManifest.text("description")));
        facts = withText(facts, "license", inManifest.text("license"));
        facts = withText(
                facts, "repository_url", project.text("repository_url").filter(url -> !Addresses.isLocal(url)));
        return project.object("metadata").members().isEmpty()
                ? facts
                : facts.with("metadata", project.object("metadata"));
    }

    private Instant time(String name) {
        return project.text(name).flatMap(PackageTime::parse).orElse(createdAt);
    }

    private static Json.Obj withText(Json.Obj facts, String name, Optional<String> value) {
        return value.map(text -> facts.with(name, text)).orElse(facts);
    }
}
