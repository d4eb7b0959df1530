package dev.templedb.packages.directory;

import dev.templedb.core.Addresses;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.Head;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What a package says about its project: `project.json`, and the `project` and statistics parts elsewhere.
final class ProjectFacts {
    private static final String BRANCHES = "refs/heads/";

    private final PackageSource source;
    private final Json.Obj project;
    private final VcsView vcs;
    private final List<PackagedFile> files;

    ProjectFacts(PackageSource source, VcsView vcs, List<PackagedFile> files) {
        this.source = source;
        this.project = source.state().project();
        this.vcs = vcs;
        this.files = files;
    }

    String slug() {
        return project.text("slug").orElseThrow();
    }

    private String name() {
        return project.text("name").orElseGet(this::slug);
    }

    /// Whoever the state says, else the author of the commit that HEAD names.
    String createdBy() {
        return source.state()
                .json()
                .text("created_by")
                .or(() -> vcs.headCommit().flatMap(vcs::commit).map(PackagedCommit::authorName))
                .filter(name -> !name.isBlank())
                .orElse("templedb");
    }

    /// The `project` of the manifest.
    Json.Obj inManifest() {
        return Json.Obj.empty()
                .with("slug", slug())
                .with("name", name())
                .with("visibility", project.text("visibility").orElse("private"))
                .with("license", project.text("license").orElse(null));
    }

    /// All of `project.json`.
    Json.Obj project() {
        var unknown = source.unknownFields().object("project");
        var metadata = project.object("metadata").completedBy(unknown.object("metadata"));
        var statistics = statistics().completedBy(unknown.object("statistics"));
        var topLevel = unknown.without("metadata").without("statistics");
        if (!topLevel.members().isEmpty()) {
            statistics = statistics.with(Names.UNKNOWN_MEMBERS, topLevel);
        }
        return Json.Obj.empty()
                .with("slug", slug())
                .with("name", name())
                .with("description", project.text("description").orElse(null))
                .with(
                        "repository_url",
                        project.text("repository_url")
                                .filter(url -> !Addresses.isLocal(url))
                                .orElse(null))
                .with("default_branch", defaultBranch().orElse(null))
                .with("git_ref", vcs.headCommit().map(Object::toString).orElse(null))
                .with("created_at", PackageTime.plain(time("created_at", vcs.oldest())))
                .with(
                        "updated_at",
                        PackageTime.plain(time("updated_at", source.state().time())))
                .with("metadata", metadata)
                .with("statistics", statistics);
    }

    private Optional<String> defaultBranch() {
        return source.state().head() instanceof Head.Branch(var ref) && ref.startsWith(BRANCHES)
                ? Optional.of(ref.substring(BRANCHES.length()))
                : Optional.empty();
    }

    private Instant time(String name, Instant otherwise) {
        return project.text(name).flatMap(PackageTime::parse).orElse(otherwise);
    }

    private Json.Obj statistics() {
        return Json.Obj.empty()
                .with("total_files", files.size())
                .with("total_lines", sum(PackagedFile::lines))
                .with("total_bytes", sum(PackagedFile::bytes))
                .with("file_types", counts(file -> Optional.of(file.type())));
    }

    /// All of `metadata/statistics.json`.
    Json.Obj fullStatistics() {
        return statistics()
                .with("languages", counts(file -> Optional.ofNullable(file.language())))
                .with("code_lines", sum(PackagedFile::codeLines))
                .with("complexity", sum(PackagedFile::complexity))
                .with("commits", vcs.commitCount())
                .with("branches", vcs.branchCount());
    }

    private long sum(ToLongFunction<PackagedFile> figure) {
        return files.stream().mapToLong(figure).sum();
    }

    private Json.Obj counts(Function<PackagedFile, Optional<String>> word) {
        var counts = new TreeMap<String, Long>();
        files.forEach(file -> word.apply(file).ifPresent(found -> counts.merge(found, 1L, Long::sum)));
        var json = new TreeMap<String, Json>();
        counts.forEach((found, count) -> json.put(found, Json.Num.of(count)));
        return Json.object(json);
    }

    /// The project's own tags, which are not those of the history.
    Json.Arr tags() {
        return new Json.Arr(project.object("metadata").list("tags"));
    }

    /// A few words for a project that has no README.
    String readme() {
        return "# %s\n".formatted(name())
                + project.text("description").map(text -> "\n" + text + "\n").orElse("");
    }
}
