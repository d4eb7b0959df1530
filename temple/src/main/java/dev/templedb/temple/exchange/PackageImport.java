package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageVerifier;
import dev.templedb.packages.content.RecipeProof;
import dev.templedb.packages.content.Salvage;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.PackageImportReport.Outcome;
import dev.templedb.temple.history.HeadFiles;
import dev.templedb.temple.history.HistoryRecorder;
import dev.templedb.temple.history.PathNumbers;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.objects.ObjectIntake;
import dev.templedb.temple.objects.ProjectFrames;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// Imports packages of every layout. Everything in a package is proved before the transaction ends; a package that is
/// not what it says
/// leaves nothing.
public final class PackageImport {
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM commits WHERE project_id = ?1),
                   (SELECT count(*) FROM refs WHERE project_id = ?1 AND name LIKE 'refs/heads/%'),
                   (SELECT count(*) FROM files WHERE project_id = ?1 AND mode <> 57344)
            """;
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final Audit audit;

    /// Imports into `temple`.
    public PackageImport(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.audit = new Audit(temple);
    }

    /// Imports the package.
    ///
    /// @throws TempleException with `PROJECT_ALREADY_EXISTS` when the slug is taken and nothing is to be replaced,
    /// or with
    ///         what is wrong with the package
    public PackageImportReport run(PackageImportRequest request, Progress progress) {
        return run(request, progress, (tx, imported) -> {});
    }

    /// Imports as [#run(PackageImportRequest, Progress)] does, and then does `after` with the slug of the project,
    /// in
    /// the same transaction: when that fails, nothing was imported.
    public PackageImportReport run(
            PackageImportRequest request, Progress progress, BiConsumer<Transaction, String> after) {
        var strict = OpenOptions.strict(request.scratch(), progress);
        try (var found = Packages.open(request.path(), request.partial() ? strict.asPartial() : strict)) {
            var opened = request.partial() ? Salvage.of(found, progress) : found;
            var slug = request.slug().orElseGet(() -> slug(opened.state()));
            if (found.base().isEmpty()) {
                requireFree(slug, request.overwrite());
            } else if (request.partial()) {
                throw new TempleException(ErrorCode.USAGE, "An incremental package is taken whole, or not at all.");
            }
            if (request.dryRun()) {
                return dryRun(opened, slug, request, progress);
            }
            temple.file().requireFreeSpaceBytes(2 * opened.packageBytes());
            var report = temple.file().write(tx -> {
                var taken = take(tx, opened, slug, request, progress);
                after.accept(tx, taken.slug());
                return taken;
            });
            temple.file().checkpoint();
            return report;
        }
    }

    private PackageImportReport take(
            Transaction tx, OpenPackage opened, Slug slug, PackageImportRequest request, Progress progress) {
        if (opened.base().isEmpty()) {
            return new Run(tx, opened, slug, request.overwrite(), progress).run();
        }
        new IncrementBase(tx, states, projects).require(opened, slug);
        return request.overwrite()
                ? replaceByIncrement(tx, opened, slug, progress)
                : moveOn(tx, opened, slug, CommonState.of(opened, List.of()), progress);
    }

    /// Imports a package whose slug is free.
    PackageImportReport takeNew(Transaction tx, OpenPackage opened, Slug slug, Progress progress) {
        return new Run(tx, opened, slug, false, progress).run();
    }

    /// Moves the project on to the state of the package, or leaves it when it is there or beyond.
    ///
    /// @throws TempleException with `PROJECT_HAS_MORE` when the project has something that the package has not
    PackageImportReport moveOn(Transaction tx, OpenPackage opened, Slug slug, CommonState common, Progress progress) {
        var project = projects.require(tx, slug.text());
        try (var stored = new StoredObjects(tx)) {
            boolean wasHere =
                    states.find(tx, project.id(), opened.state().root()).isPresent();
            var here = states.record(tx, project, stored);
            if (wasHere) {
                return report(tx, opened, project, Outcome.UNCHANGED, 0, 0, here.root());
            }
            var update = new ProjectUpdate(tx, projects, states, opened, stored, progress);
            var all = update.takeObjects(THREADS);
            return switch (update.standing(here, project, common)) {
                case Standing.Same _, Standing.Older _ ->
                    report(tx, opened, project, Outcome.UNCHANGED, 0, update.newObjects(), here.root());
                case Standing.Newer _ -> {
                    var moved = update.moveOn(project, all);
                    yield report(
                            tx, opened, project, Outcome.UPDATED, moved.commits(), moved.newObjects(), moved.root());
                }
                case Standing.Diverged(var lost) -> throw changed(slug, lost);
            };
        }
    }

    private static TempleException changed(Slug slug, List<String> lost) {
        return new TempleException(
                ErrorCode.PROJECT_HAS_MORE,
                "The project %s has what the package would take away: %s.".formatted(slug, Losses.list(lost)));
    }

    /// Takes the new objects in, and then the project as a whole, as if a package had brought all of it. A project
    /// that
    /// is there or beyond stays as it is: it is not taken back.
    private PackageImportReport replaceByIncrement(Transaction tx, OpenPackage opened, Slug slug, Progress progress) {
        var project = projects.require(tx, slug.text());
        try (var stored = new StoredObjects(tx)) {
            var here = states.record(tx, project, stored);
            var update = new ProjectUpdate(tx, projects, states, opened, stored, progress);
            var all = update.takeObjects(THREADS);
            return switch (update.standing(here, project, CommonState.of(opened, List.of()))) {
                case Standing.Same _, Standing.Older _ ->
                    report(tx, opened, project, Outcome.UNCHANGED, 0, update.newObjects(), here.root());
                case Standing.Newer _, Standing.Diverged _ ->
                    new Run(tx, new CompletedPackage(opened, new ProjectFrames(tx, all)), slug, true, progress)
                            .run(update.newObjects());
            };
        }
    }

    /// Ends an import: keeps signatures, tells the audit log, counts.
    private PackageImportReport report(
            Transaction tx,
            OpenPackage opened,
            Project project,
            Outcome outcome,
            long newCommits,
            long newObjects,
            Sha256 root) {
        var notices = new ArrayList<>(opened.notices());
        if (outcome != Outcome.UNCHANGED || root.equals(opened.state().root())) {
            notices.addAll(new ImportedSignatures(opened, temple.clock().instant()).keep(tx, project.id(), root));
        }
        if (outcome != Outcome.UNCHANGED) {
            notices.addAll(states.announcements(tx, project.id(), opened.state(), temple.keys()));
            audit.record(
                    tx,
                    "cathedral import",
                    project.slug().text(),
                    Json.Obj.empty()
                            .with("outcome", outcome.word())
                            .with("layout", opened.layout().word())
                            .with("content_root", root.hex()));
        }
        return tx.query(COUNTS)
                .bind(1, project.id())
                .first(row -> new PackageImportReport(
                        project.slug().text(),
                        opened.layout(),
                        Optional.of(root),
                        outcome,
                        newCommits,
                        row.longValue(1),
                        row.longValue(2),
                        row.longValue(3),
                        opened.state().objects().count(),
                        newObjects,
                        false,
                        opened.leftOut(),
                        notices))
                .orElseThrow();
    }

    private static Slug slug(ProjectState state) {
        return new Slug(state.project().text("slug").orElse(""));
    }

    private void requireFree(Slug slug, boolean overwrite) {
        if (!overwrite && projects.find(slug.text()).isPresent()) {
            throw new TempleException(
                    ErrorCode.PROJECT_ALREADY_EXISTS, "There is already a project %s.".formatted(slug));
        }
    }

    private PackageImportReport dryRun(OpenPackage opened, Slug slug, PackageImportRequest request, Progress progress) {
        if (opened.base().isPresent()) {
            return dryRunOfIncrement(opened, slug, request, progress);
        }
        var found = PackageChecker.verify(opened, THREADS, progress);
        var refs = opened.state().refs().keySet();
        long commits = opened.manifest().object("contents").whole("commits").orElse(0L);
        return new PackageImportReport(
                slug.text(),
                opened.layout(),
                Optional.empty(),
                projects.find(slug.text()).isPresent() ? Outcome.REPLACED : Outcome.IMPORTED,
                commits,
                commits,
                refs.stream().filter(ref -> ref.startsWith("refs/heads/")).count(),
                opened.manifest().object("contents").whole("files").orElse(0L),
                found.objects(),
                0,
                true,
                opened.leftOut(),
                opened.notices());
    }

    /// What an increment brings depends on what the project has by now, so it is imported and taken back.
    private PackageImportReport dryRunOfIncrement(
            OpenPackage opened, Slug slug, PackageImportRequest request, Progress progress) {
        try {
            return temple.file().write(tx -> {
                throw new TakenBack(take(tx, opened, slug, request, progress).ofDryRun());
            });
        } catch (TakenBack dry) {
            return dry.report;
        }
    }

    /// Ends a transaction whose work is not to stay.
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient PackageImportReport report;

        TakenBack(PackageImportReport report) {
            super(null, null, false, false);
            this.report = report;
        }
    }

    /// One import, inside its transaction.
    private final class Run {
        private final Transaction tx;
        private final OpenPackage opened;
        private final ProjectState state;
        private final Project project;
        private final boolean replaced;
        private final Progress progress;
        private final PackageVerifier verifier;
        private final PathNumbers paths;
        private final HeadFiles files;
        private boolean filesExpected;

        Run(Transaction tx, OpenPackage opened, Slug slug, boolean overwrite, Progress progress) {
            this.tx = tx;
            this.opened = opened;
            this.state = opened.state();
            this.progress = progress;
            this.replaced = projects.find(tx, slug.text()).isPresent();
            var described = states.project(state, slug, opened.unknownFields());
            this.project =
                    overwrite && replaced ? projects.insertReplacing(tx, described) : projects.insert(tx, described);
            this.verifier = PackageVerifier.withoutObjectSet(state);
            this.paths = new PathNumbers(tx, project.id(), verifier.graph().paths());
            this.files = new HeadFiles(tx, project.id(), paths);
        }

        PackageImportReport run() {
            return run(0);
        }

        /// @param newBefore objects that were stored just before
        PackageImportReport run(long newBefore) {
            try (var stored = new StoredObjects(tx)) {
                var intake = new ObjectIntake(tx, stored, ProjectObjects.none());
                takeFrames(intake);
                intake.finish();
                verifier.finish(() -> new SqliteObjectStore(tx).objectSet(intake.members(), stored));
                verifier.recipes().forEach(recipe -> RecipeProof.prove(recipe, stored::piece));
                new SqliteObjectStore(tx).replaceMembership(project.id(), intake.members());
                var commits = commits(verifier.graph());
                new HistoryRecorder(tx, project.id(), verifier.graph(), stored, paths).record(commits, progress);
                expectFiles(stored);
                files.finish(stored);
                paths.finish();
                states.takeDocuments(tx, project.id(), state, stored);
                new SqliteCarriedStore(tx, project.id()).add(opened.layout().family(), opened.carried());
                recordRefs(stored);
                var root = recordState(stored);
                return report(
                        tx,
                        opened,
                        project,
                        replaced ? Outcome.REPLACED : Outcome.IMPORTED,
                        commits.length,
                        intake.newObjects() + newBefore,
                        root);
            }
        }

        private void takeFrames(ObjectIntake intake) {
            try (var reader = new ParallelFrameReader(THREADS, (number, frame) -> take(intake, number, frame));
                    var step = progress.beginBytes("Importing objects", opened.rawBytes())) {
                opened.frames(frame -> {
                    reader.accept(frame);
                    step.advance(frame.layout().rawBytes());
                });
                reader.finish();
            }
        }

        private void take(ObjectIntake intake, int number, OpenFrame frame) {
            verifier.accept(number, frame);
            if (!filesExpected && frame.kind(frame.count() - 1) == ObjectKind.BLOB) {
                expectFilesIfKnown();
            }
            files.accept(frame);
            intake.accept(frame);
        }

        /// Packages hold trees before blobs, so the files of `HEAD` are usually known when the first blob
        /// passes by.
        private void expectFilesIfKnown() {
            var graph = verifier.graph();
            var head = headTarget().map(graph::find).filter(number -> number >= 0 && graph.isPresent(number));
            if (head.isEmpty() || graph.kind(head.get()) != ObjectKind.COMMIT) {
                return;
            }
            var tree = graph.treeOf(head.get());
            if (isWhole(graph, tree)) {
                files.expect(graph, graph.id(tree), id -> {
                    throw new IllegalStateException("tree " + id + " was there a moment ago");
                });
                filesExpected = true;
            }
        }

        /// Whether all trees below `root` are there. Looks at each once, however often it is used.
        private static boolean isWhole(ObjectGraph graph, int root) {
            var seen = new BitSet();
            var open = new ArrayDeque<Integer>(List.of(root));
            while (!open.isEmpty()) {
                int tree = open.remove();
                if (!graph.isPresent(tree)) {
                    return false;
                }
                for (int entry = 0; entry < graph.entryCount(tree); entry++) {
                    int target = graph.entryTarget(tree, entry);
                    if ((graph.entryMode(tree, entry) & 0170000) == 0040000 && !seen.get(target)) {
                        seen.set(target);
                        open.add(target);
                    }
                }
            }
            return true;
        }

        private Optional<GitId> headTarget() {
            return switch (state.head()) {
                case Head.Detached(var commit) -> Optional.of(commit);
                case Head.Branch(var ref) -> Optional.ofNullable(state.refs().get(ref));
            };
        }

        private void expectFiles(ObjectSource stored) {
            if (!filesExpected) {
                headTarget()
                        .flatMap(target -> TagPeeling.commit(stored, target))
                        .ifPresent(commit -> files.expect(
                                verifier.graph(),
                                HistoryRewriter.parse(
                                                commit, stored.read(commit).bytes())
                                        .tree(),
                                id -> stored.read(id).bytes()));
            }
        }

        private static int[] commits(ObjectGraph graph) {
            return IntStream.range(0, graph.count())
                    .filter(number -> graph.isPresent(number) && graph.kind(number) == ObjectKind.COMMIT)
                    .toArray();
        }

        private void recordRefs(StoredObjects stored) {
            var refs = new SqliteRefStore(tx, project.id());
            refs.replace(state.refs(), target -> TagPeeling.commit(stored, target));
            refs.setHead(state.head());
            refs.replaceShallow(state.shallow());
        }

        /// Under its own slug the project keeps the state of the package, to the byte; under another one, or
        /// when the state was
        /// made up for a package of another tool, it gets a state of its own.
        private Sha256 recordState(StoredObjects stored) {
            if (!opened.isForeign()) {
                states.adopt(tx, project.id(), state);
            }
            return states.record(tx, project, stored).root();
        }
    }
}
