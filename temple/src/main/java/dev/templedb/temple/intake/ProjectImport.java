package dev.templedb.temple.intake;

import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.git.GitClone;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import dev.templedb.temple.states.SqliteDocumentStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Imports projects from directories and git repositories, and takes in what is new in them later.
///
/// Each run is one transaction: it happens as a whole, or nothing of it does.
public final class ProjectImport {
    /// How many names of refs the audit log takes; a server may have had any number.
    private static final int AUDITED_REFS = 100;

    private static final String SAME_SOURCE =
            "SELECT slug FROM projects WHERE source = ?1 AND source_options = ?2 AND removed_at IS NULL";
    private static final String SOURCE = "SELECT source, source_options FROM projects WHERE project_id = ?1";
    private static final String SET_SOURCE =
            "UPDATE projects SET source = ?2, source_options = ?3 WHERE project_id = ?1"
                    + " AND (source IS NOT ?2 OR source_options IS NOT ?3)";
    private static final String LANGUAGE = """
            SELECT language
              FROM files
             WHERE project_id = ?1 AND language IS NOT NULL AND complexity > 0
             GROUP BY language
             ORDER BY sum(bytes) DESC, language
             LIMIT 1
            """;
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM commits WHERE project_id = ?1),
                   (SELECT count(*) FROM refs WHERE project_id = ?1 AND name LIKE 'refs/heads/%'),
                   (SELECT count(*) FROM refs WHERE project_id = ?1 AND name LIKE 'refs/tags/%'),
                   (SELECT count(*) FROM files WHERE project_id = ?1 AND mode <> 57344)
            """;

    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final Audit audit;

    /// Imports into `temple`.
    public ProjectImport(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.audit = new Audit(temple);
    }

    /// Imports the source as a new project. A source that a project came from in the same way is synced instead,
    /// unless a slug is given.
    ///
    /// @throws TempleException when the source cannot be read, the slug is taken, or something in the source cannot
    /// be kept
    public ImportReport run(ImportRequest request, Progress progress) {
        var location = location(request);
        var options = options(request);
        var known = request.slug().isPresent() ? Optional.<String>empty() : sameSource(location, options);
        if (known.isPresent()) {
            return sync(known.get(), request, progress);
        }
        return withSource(
                request,
                location,
                OpenSource.Before.NOTHING,
                progress,
                source -> importNew(request, source, options, progress));
    }

    /// Takes in what is new in the source that the project came from, or in another one.
    ///
    /// @param request its source may be empty: then the recorded one is read, in the recorded way
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `PROJECT_HAS_NO_SOURCE`, `SOURCE_UNRELATED` when the
    /// source
    /// shares no
    ///         commit with the project, or as [#run]
    public ImportReport sync(String slug, ImportRequest request, Progress progress) {
        return sync(slug, request, false, progress);
    }

    /// Takes in what is new, as [#sync(String, ImportRequest, Progress)] does. What the source no longer has leaves
    /// the
    /// project; for 30 days it can be brought back.
    ///
    /// @param unrelated whether the source may be one that shares no commit with the project
    public ImportReport sync(String slug, ImportRequest request, boolean unrelated, Progress progress) {
        var project = projects.require(slug);
        var effective = request.source().isEmpty() ? recorded(project, request) : request;
        var location = location(effective);
        var before = temple.file().read(tx -> before(tx, project.id()));
        return withSource(
                effective,
                location,
                before,
                progress,
                source -> temple.file().write(tx -> update(tx, slug, source, options(effective), unrelated, progress)));
    }

    /// Says what an import would bring, and writes nothing.
    public ImportReport dryRun(ImportRequest request, Progress progress) {
        return withSource(request, location(request), OpenSource.Before.NOTHING, progress, source -> {
            var slug = slug(request, source);
            var history = source.history();
            requireFree(slug, request, location(request));
            var walk = new ClosureWalk(new ObjectGraph(), history.objects(), id -> false, history.shallow());
            var closure = HistoryIntake.walk(history, walk, progress);
            return report(slug.text(), closure.commits().length, source, closure.count(), source.headFiles());
        });
    }

    /// A run without a slug syncs a project that came from there.
    private void requireFree(Slug slug, ImportRequest request, String location) {
        var syncs = request.slug().isEmpty()
                && sameSource(location, options(request)).isPresent();
        if (!syncs && projects.find(slug.text()).isPresent()) {
            throw new TempleException(
                    ErrorCode.PROJECT_ALREADY_EXISTS, "There is already a project %s.".formatted(slug));
        }
    }

    private static ImportReport report(String slug, int commits, OpenSource source, long objects, long files) {
        var refs = source.history().refs().keySet();
        return new ImportReport(
                slug,
                ImportReport.Outcome.DRY_RUN,
                commits,
                0,
                commits,
                refs.stream().filter(ref -> ref.startsWith("refs/heads/")).count(),
                refs.stream().filter(ref -> ref.startsWith("refs/tags/")).count(),
                files,
                objects,
                0,
                Optional.empty(),
                source.leftOut(),
                source.uncommitted(),
                source.notices(),
                List.of(),
                List.of(),
                false);
    }

    @FunctionalInterface
    private interface Work {
        ImportReport with(OpenSource source);
    }

    private ImportReport withSource(
            ImportRequest request, String location, OpenSource.Before before, Progress progress, Work work) {
        var name = sourceName(location);
        if (!GitClone.isAddress(location)) {
            try (var source =
                    OpenSource.open(Path.of(location), location, name, request, before, temple.clock(), progress)) {
                return work.with(source);
            }
        }
        try (var clone = AtomicDirectory.begin(scratch(request.scratch()).resolve("clone"), Existing.REFUSE)) {
            var target = clone.path().resolve("repository");
            var missing = GitClone.run(request.source(), target, request.refs(), progress);
            try (var source = OpenSource.open(target, location, name, request, before, temple.clock(), progress)) {
                return work.with(source.leavingOut(ServerRefs.leftOut(missing)));
            }
        }
    }

    private static Path scratch(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException unwritable) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The directory %s cannot be made.".formatted(Printable.text(directory.toString())),
                    unwritable);
        }
    }

    private ImportReport importNew(ImportRequest request, OpenSource source, String options, Progress progress) {
        var report = temple.file().write(tx -> {
            var fields = ProjectFields.named(request.name().orElse(source.name()))
                    .with(draft -> {
                        source.origin()
                                .or(() -> GitClone.isAddress(source.location())
                                        ? Optional.of(source.location())
                                        : Optional.empty())
                                .map(Addresses::withoutCredentials)
                                .ifPresent(draft::repositoryUrl);
                        if (!GitClone.isAddress(source.location())) {
                            draft.workingDirectory(source.location());
                        }
                    });
            var now = temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
            var project = projects.insert(tx, Project.begun(slug(request, source), fields, temple.user(), now));
            return take(tx, project, source, options, ImportReport.Outcome.IMPORTED, true, progress);
        });
        temple.file().checkpoint();
        return report;
    }

    private ImportReport update(
            Transaction tx, String slug, OpenSource source, String options, boolean unrelated, Progress progress) {
        var project = projects.require(tx, slug);
        var seen = new SqliteSourceRefs(tx, project.id());
        var refs = new SqliteRefStore(tx, project.id());
        var before = seen.all();
        if (isMirror(refs.refs(), before)) {
            return isUnchanged(tx, project, source.history())
                    ? unchanged(tx, project, source, options, List.of())
                    : take(tx, project, source, options, ImportReport.Outcome.UPDATED, unrelated, progress);
        }
        var merged = merge(tx, project, source.history(), before);
        if (merged.refs().equals(refs.refs())) {
            return unchanged(tx, project, source, options, diverged(tx, project, merged));
        }
        try (var stored = new StoredObjects(tx)) {
            var kept = KeptHistory.Before.of(tx, project.id());
            var documents = new SqliteDocumentStore(tx, project.id()).all().values();
            var taken = new HistoryIntake(tx, project.id(), stored, documents, progress)
                    .take(withOurs(source.history(), merged, refs, stored));
            return finished(
                    tx,
                    project,
                    source,
                    options,
                    ImportReport.Outcome.UPDATED,
                    taken,
                    lost(tx, project, source, kept, taken, unrelated),
                    stored,
                    diverged(tx, project, merged));
        }
    }

    private static List<Divergence> diverged(Transaction tx, Project project, RefMerge merged) {
        var refs = new SqliteRefStore(tx, project.id());
        var ancestry = new Ancestry(tx, project.id());
        return merged.diverged().stream()
                .map(ref -> {
                    var kept = RefMerge.THEIRS + RefMerge.shortened(ref);
                    var ours = refs.commit(ref);
                    var theirs = refs.commit(kept);
                    var apart = ours.isPresent() && theirs.isPresent()
                            ? ancestry.apart(ours.get(), theirs.get())
                            : new Ancestry.Apart(0, 0);
                    return new Divergence(
                            ref,
                            kept,
                            Objects.requireNonNull(merged.refs().get(ref)),
                            Objects.requireNonNull(merged.refs().get(kept)),
                            apart.left(),
                            apart.right());
                })
                .toList();
    }

    /// Whether the project has nothing of its own.
    private static boolean isMirror(SortedMap<String, GitId> ours, SortedMap<String, GitId> seen) {
        return ours.equals(seen);
    }

    private static RefMerge merge(
            Transaction tx, Project project, SourceHistory theirs, SortedMap<String, GitId> seen) {
        var commits = new SqliteCommitStore(tx, project.id());
        var ancestry = new Ancestry(tx, project.id());
        return RefMerge.of(seen, new SqliteRefStore(tx, project.id()).refs(), theirs.refs(), (later, earlier) -> {
            if (commits.number(earlier).isPresent() && commits.number(later).isPresent()) {
                return ancestry.reaches(later, earlier);
            }
            return commits.number(later).isEmpty() && theirs.has().test(earlier) && reaches(theirs, later, earlier);
        });
    }

    /// Whether a commit that only the source has comes after one that both have.
    private static boolean reaches(SourceHistory source, GitId later, GitId earlier) {
        var seen = new java.util.HashSet<GitId>();
        var queue = new java.util.ArrayDeque<GitId>();
        TagPeeling.commit(source.objects(), later).ifPresent(queue::add);
        while (!queue.isEmpty()) {
            var commit = queue.remove();
            if (commit.equals(earlier)) {
                return true;
            }
            if (seen.add(commit) && !source.shallow().contains(commit)) {
                queue.addAll(HistoryIntake.commit(source.objects(), commit).parents());
            }
        }
        return false;
    }

    private static SourceHistory withOurs(
            SourceHistory theirs, RefMerge merged, SqliteRefStore refs, StoredObjects stored) {
        var head = refs.head()
                .filter(ours ->
                        !(ours instanceof Head.Branch(var ref)) || merged.refs().containsKey(ref))
                .orElse(theirs.head());
        return new SourceHistory(
                merged.refs(),
                head,
                theirs.shallow(),
                theirs.has(),
                new LayeredSource(stored::has, stored, theirs.objects()),
                theirs.damaged());
    }

    private ImportReport unchanged(
            Transaction tx, Project project, OpenSource source, String options, List<Divergence> diverged) {
        setSource(tx, project, source, options);
        try (var stored = new StoredObjects(tx)) {
            var root = states.record(tx, project, stored).root();
            return finish(
                    tx,
                    project,
                    source,
                    new HistoryIntake.Taken(0, 0, 0, 0),
                    Lost.NOTHING,
                    ImportReport.Outcome.UNCHANGED,
                    root,
                    diverged);
        }
    }

    private static boolean isUnchanged(Transaction tx, Project project, SourceHistory history) {
        var refs = new SqliteRefStore(tx, project.id());
        return history.refs().equals(refs.refs())
                && refs.head().equals(Optional.of(history.head()))
                && !ShallowCommits.of(refs, new SqliteCommitStore(tx, project.id()), history)
                        .deepened();
    }

    private ImportReport take(
            Transaction tx,
            Project project,
            OpenSource source,
            String options,
            ImportReport.Outcome outcome,
            boolean unrelated,
            Progress progress) {
        try (var stored = new StoredObjects(tx)) {
            var kept = KeptHistory.Before.of(tx, project.id());
            var documents = new SqliteDocumentStore(tx, project.id()).all().values();
            var taken = new HistoryIntake(tx, project.id(), stored, documents, progress).take(source.history());
            var lost = lost(tx, project, source, kept, taken, unrelated);
            return finished(tx, project, source, options, outcome, taken, lost, stored, List.of());
        }
    }

    /// What a sync takes away.
    private record Lost(long commits, List<String> refs) {
        static final Lost NOTHING = new Lost(0, List.of());

        boolean isNothing() {
            return commits == 0 && refs.isEmpty();
        }

        Json.Obj in(Json.Obj details) {
            return isNothing()
                    ? details
                    : details.with("removed_commits", commits)
                            .with("removed_refs_count", refs.size())
                            .with(
                                    "removed_refs",
                                    Json.Arr.ofTexts(
                                            refs.stream().limit(AUDITED_REFS).toList()));
        }
    }

    /// Finds out what is gone, and keeps what was there before. Must run before the source is recorded.
    ///
    /// @throws TempleException with `SOURCE_UNRELATED` when everything is gone and that was not meant
    private Lost lost(
            Transaction tx,
            Project project,
            OpenSource source,
            KeptHistory.Before before,
            HistoryIntake.Taken taken,
            boolean unrelated) {
        if (!unrelated && before.commits() > 0 && taken.removed() == before.commits()) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNRELATED,
                    "%s has none of the %s of %s, so nothing was changed."
                            .formatted(
                                    Printable.text(source.location()),
                                    before.commits() == 1 ? "1 commit" : before.commits() + " commits",
                                    project.slug()));
        }
        var lost = new Lost(taken.removed(), before.gone(tx, project.id()));
        if (!lost.isNothing()) {
            KeptHistory.keep(tx, temple, project, before, "replaced by a sync");
        }
        return lost;
    }

    private ImportReport finished(
            Transaction tx,
            Project project,
            OpenSource source,
            String options,
            ImportReport.Outcome outcome,
            HistoryIntake.Taken taken,
            Lost lost,
            StoredObjects stored,
            List<Divergence> diverged) {
        setSource(tx, project, source, options);
        var current = withLanguage(tx, project);
        projects.touch(tx, project.id());
        var state = states.record(tx, current, stored);
        audit.record(
                tx,
                outcome == ImportReport.Outcome.IMPORTED ? "project import" : "project sync",
                project.slug().text(),
                lost.in(Json.Obj.empty()
                        .with("source", source.location())
                        .with("new_commits", taken.commits())
                        .with("content_root", state.root().hex())));
        return finish(tx, project, source, taken, lost, outcome, state.root(), diverged);
    }

    /// Remembers where to look the next time; writes nothing when that is known already.
    private static void setSource(Transaction tx, Project project, OpenSource source, String options) {
        new SqliteSourceRefs(tx, project.id()).replace(source.history().refs());
        tx.update(SET_SOURCE)
                .bind(1, project.id())
                .bind(2, source.location())
                .bind(3, options)
                .execute();
    }

    private Project withLanguage(Transaction tx, Project project) {
        if (project.fields().language() != null) {
            return project;
        }
        var language = tx.query(LANGUAGE).bind(1, project.id()).first(row -> row.text(1));
        return language.map(found ->
                        projects.save(tx, project.withFields(project.fields().with(draft -> draft.language(found)))))
                .orElse(project);
    }

    private static ImportReport finish(
            Transaction tx,
            Project project,
            OpenSource source,
            HistoryIntake.Taken taken,
            Lost lost,
            ImportReport.Outcome outcome,
            dev.templedb.core.Sha256 root,
            List<Divergence> diverged) {
        return tx.query(COUNTS)
                .bind(1, project.id())
                .first(row -> new ImportReport(
                        project.slug().text(),
                        outcome,
                        taken.commits(),
                        taken.removed(),
                        row.longValue(1),
                        row.longValue(2),
                        row.longValue(3),
                        row.longValue(4),
                        taken.objects(),
                        taken.rawBytes(),
                        Optional.of(root),
                        source.leftOut(),
                        source.uncommitted(),
                        source.notices(),
                        diverged,
                        lost.refs(),
                        !lost.isNothing()))
                .orElseThrow();
    }

    private OpenSource.Before before(Transaction tx, long project) {
        // Files of a plain directory come after what the directory was, whatever was committed here since.
        var refs = new SqliteRefStore(tx, project);
        var known = new SqliteSourceRefs(tx, project).all();
        var seen = refs.head()
                .flatMap(head -> head instanceof Head.Branch(var branch)
                        ? Optional.ofNullable(known.get(branch))
                        : Optional.empty());
        var commit = seen.or(refs::headCommit);
        var tree = commit.flatMap(id -> new SqliteCommitStore(tx, project).tree(id));
        return new OpenSource.Before(commit, tree, () -> files(tree));
    }

    private Set<String> files(Optional<GitId> tree) {
        return temple.file().read(tx -> {
            var files = new HashSet<String>();
            try (var stored = new StoredObjects(tx)) {
                tree.ifPresent(root -> new TreeReader(stored)
                        .files(root, file -> files.add(new String(file.path().bytes(), StandardCharsets.ISO_8859_1))));
            }
            return files;
        });
    }

    private Optional<String> sameSource(String location, String options) {
        return temple.file()
                .read(tx ->
                        tx.query(SAME_SOURCE).bind(1, location).bind(2, options).first(row -> row.text(1)));
    }

    private ImportRequest recorded(Project project, ImportRequest request) {
        record Source(@org.jspecify.annotations.Nullable String location, String options) {}
        var source = temple.file()
                .read(tx -> tx.query(SOURCE)
                        .bind(1, project.id())
                        .first(row -> new Source(row.nullableText(1), row.text(2)))
                        .orElseThrow());
        if (source.location() == null) {
            throw new TempleException(
                    ErrorCode.PROJECT_HAS_NO_SOURCE,
                    "Nobody knows where the project %s comes from.".formatted(project.slug()));
        }
        var options = SourceOptions.read(source.options());
        return new ImportRequest(
                source.location(),
                request.base(),
                request.slug(),
                request.name(),
                options.history(),
                options.excludes(),
                request.author(),
                request.scratch(),
                options.refs(),
                options.workTree(),
                request.ignores());
    }

    private static String options(ImportRequest request) {
        return SourceOptions.of(request).write();
    }

    private static String location(ImportRequest request) {
        if (GitClone.isAddress(request.source())) {
            return Addresses.withoutCredentials(request.source());
        }
        if (request.source().contains("://")) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "%s is not an address that git can clone: use https, http, ssh, git or file."
                            .formatted(Printable.text(Addresses.withoutCredentials(request.source()))));
        }
        if (!request.refs().isUsual()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "--refs and --all-refs are for addresses; a repository on this machine gives all its refs.");
        }
        var path = request.base().resolve(request.source()).toAbsolutePath().normalize();
        try {
            return path.toRealPath().toString();
        } catch (IOException missing) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "There is no directory at %s.".formatted(Printable.text(path.toString())),
                    missing);
        }
    }

    private static String sourceName(String location) {
        var last = location.replaceAll("[/:]+$", "").replaceAll("^.*[/:]", "");
        var name = last.endsWith(".git") ? last.substring(0, last.length() - 4) : last;
        return name.isBlank() ? "project" : Printable.text(name);
    }

    private static Slug slug(ImportRequest request, OpenSource source) {
        return request.slug().orElseGet(() -> Slug.fromName(request.name().orElse(source.name())));
    }
}
