package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageVerifier;
import dev.templedb.packages.content.RecipeProof;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.intake.HistoryIntake;
import dev.templedb.temple.intake.SourceHistory;
import dev.templedb.temple.objects.ObjectIntake;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Moves a project that is here on to the state of a package, inside one transaction.
///
/// The project stays the one that it was: its checked-out directories, deployments, old values of secrets and earlier
/// states are kept. In turn: [#takeObjects], [#standing], and when that says so [#moveOn].
final class ProjectUpdate {
    private final Transaction tx;
    private final Projects projects;
    private final ProjectStates states;
    private final OpenPackage opened;
    private final ProjectState state;
    private final StoredObjects stored;
    private final Progress progress;
    private long newObjects;

    ProjectUpdate(
            Transaction tx,
            Projects projects,
            ProjectStates states,
            OpenPackage opened,
            StoredObjects stored,
            Progress progress) {
        this.tx = tx;
        this.projects = projects;
        this.states = states;
        this.opened = opened;
        this.state = opened.state();
        this.stored = stored;
        this.progress = progress;
    }

    /// What came in.
    ///
    /// @param commits how many are new
    record Moved(long commits, long newObjects, Sha256 root) {}

    /// Stores the objects of the package, and proves that with those of its base they are what its state names.
    ///
    /// @param threads that decompress and hash beside the caller
    /// @return everything that the state reaches
    /// @throws TempleException with what is wrong with the package
    ProjectObjects takeObjects(int threads) {
        var taken = storeObjects(threads);
        if (opened.base().isEmpty()) {
            return taken;
        }
        var all = new ReachedObjects(tx, stored).of(ReachedObjects.Roots.of(state));
        requireNamed(new SqliteObjectStore(tx), all);
        return all;
    }

    /// Stores the objects of the package. Of a whole one everything is proved; of an increment what can be proved
    /// without its base.
    ///
    /// @return the objects of the package
    ProjectObjects storeObjects(int threads) {
        var verifier = PackageVerifier.withoutObjectSet(state);
        var intake = new ObjectIntake(tx, stored, ProjectObjects.none());
        try (var reader = new ParallelFrameReader(threads, (number, frame) -> {
                    verifier.accept(number, frame);
                    intake.accept(frame);
                });
                var step = progress.beginBytes("Importing objects", opened.rawBytes())) {
            opened.frames(frame -> {
                reader.accept(frame);
                step.advance(frame.layout().rawBytes());
            });
            reader.finish();
        }
        intake.finish();
        newObjects = intake.newObjects();
        if (opened.base().isEmpty()) {
            verifier.finish(() -> new SqliteObjectStore(tx).objectSet(intake.members(), stored));
        } else {
            verifier.finishIncrement();
        }
        verifier.recipes().forEach(recipe -> RecipeProof.prove(recipe, stored::piece));
        return intake.members();
    }

    private void requireNamed(SqliteObjectStore store, ProjectObjects all) {
        var found = store.objectSet(all, stored);
        if (!found.equals(state.objects())) {
            throw new TempleException(
                    ErrorCode.PACKAGE_STATE_MISMATCH,
                    "The package's state names %d objects with hash %s, but package and base hold %d with hash %s."
                            .formatted(
                                    state.objects().count(), state.objects().sha256(), found.count(), found.sha256()));
        }
    }

    long newObjects() {
        return newObjects;
    }

    /// How the package stands to the project, now that its objects are here.
    ///
    /// @param here the project's present state
    Standing standing(ProjectState here, Project project, CommonState common) {
        return Standing.of(here, state, common.find(tx, states, project.id()), this::reaches);
    }

    /// Whether commit `later` comes after `earlier`. Reads commits one by one, the newest line first.
    private boolean reaches(GitId later, GitId earlier) {
        var seen = new HashSet<GitId>();
        var open = new ArrayDeque<>(List.of(later));
        while (!open.isEmpty()) {
            var commit = open.remove();
            if (commit.equals(earlier)) {
                return true;
            }
            if (seen.add(commit) && stored.has(commit) && !state.shallow().contains(commit)) {
                TagPeeling.commit(stored, commit)
                        .ifPresent(found -> open.addAll(
                                HistoryRewriter.parse(found, stored.read(found).bytes())
                                        .parents()));
            }
        }
        return false;
    }

    /// Makes the project what the package says.
    ///
    /// @param all what the package's state reaches
    Moved moveOn(Project project, ProjectObjects all) {
        var pieces = new HashSet<>(state.documents().values());
        pieces.addAll(state.sections().values());
        var taken = new HistoryIntake(tx, project.id(), stored, pieces, progress)
                .take(new SourceHistory(
                        state.refs(), state.head(), state.shallow(), stored::has, stored, ErrorCode.PACKAGE_MALFORMED));
        Set<String> kept = Standing.hasSecrets(state) ? Set.of() : Set.of("secrets");
        states.replaceDocuments(tx, project.id(), state, kept, stored);
        var store = new SqliteObjectStore(tx);
        states.documents(tx, project.id())
                .values()
                .forEach(piece -> store.findPiece(piece).ifPresent(all::add));
        store.replaceMembership(project.id(), all);
        var adopted = projects.adopt(tx, project, states.project(state, project.slug(), opened.unknownFields()));
        new SqliteCarriedStore(tx, project.id()).replace(opened.layout().family(), opened.carried());
        if (!opened.isForeign()) {
            states.adopt(tx, project.id(), state);
        }
        return new Moved(
                taken.commits(), newObjects, states.record(tx, adopted, stored).root());
    }
}
