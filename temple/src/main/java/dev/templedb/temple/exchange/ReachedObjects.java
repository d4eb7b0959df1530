package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds what a state reaches, or what it reaches beyond another one, among the objects of the temple.
///
/// Reads every commit and tree once; memory grows with the number of objects.
final class ReachedObjects {
    private final SqliteObjectStore store;
    private final StoredObjects stored;
    private final Map<Integer, FrameLayout> layouts = new HashMap<>();

    ReachedObjects(Transaction tx, StoredObjects stored) {
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
    }

    /// Where to begin.
    ///
    /// @param pieces documents and sections
    record Roots(List<GitId> objects, Set<GitId> shallow, Set<Sha256> pieces) {
        static Roots of(ProjectState state) {
            var pieces = new HashSet<>(state.documents().values());
            pieces.addAll(state.sections().values());
            return new Roots(state.roots(), state.shallow(), pieces);
        }
    }

    /// Everything that `roots` reach.
    ProjectObjects of(Roots roots) {
        return beyond(new ObjectGraph(), Set.of(), roots);
    }

    /// What `roots` reach and `base` does not. Objects of the base that the temple no longer has count as new.
    ProjectObjects of(Roots roots, Roots base) {
        var known = new ObjectGraph();
        var pieces = new HashSet<>(base.pieces());
        var present = base.objects().stream().filter(stored::has).toList();
        for (int blob : walk(known, known, present, base.shallow()).blobs()) {
            pieces.addAll(piecesOf(known.id(blob)));
        }
        return beyond(known, pieces, roots);
    }

    private ProjectObjects beyond(ObjectGraph known, Set<Sha256> knownPieces, Roots roots) {
        var graph = new ObjectGraph();
        var closure = walk(graph, known, roots.objects(), roots.shallow());
        var members = ProjectObjects.none();
        var pieces = new HashSet<>(roots.pieces());
        for (var numbers : List.of(closure.tags(), closure.commits(), closure.trees(), closure.blobs())) {
            for (int number : numbers) {
                members.add(store.find(graph.id(number)).orElseThrow(() -> StoredObjects.missing(graph.id(number))));
            }
        }
        for (int blob : closure.blobs()) {
            pieces.addAll(piecesOf(graph.id(blob)));
        }
        pieces.removeAll(knownPieces);
        for (var piece : pieces) {
            members.add(store.findPiece(piece)
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.PACKAGE_MISSING_OBJECT,
                            "Neither the package nor its base has the piece %s.".formatted(piece))));
        }
        return members;
    }

    private dev.templedb.packages.objects.Closure walk(
            ObjectGraph graph, ObjectGraph known, Collection<GitId> roots, Set<GitId> shallow) {
        try {
            return new ClosureWalk(graph, stored, id -> known.find(id) >= 0 && known.isPresent(known.find(id)), shallow)
                    .walk(roots, Progress.NONE);
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "The history cannot be followed: %s.".formatted(damaged.getMessage()),
                    damaged);
        }
    }

    private List<Sha256> piecesOf(GitId blob) {
        var place = store.find(blob).orElseThrow(() -> StoredObjects.missing(blob));
        var layout = layouts.computeIfAbsent(place.frame(), store::layout);
        return layout.kind(place.ordinal()) == ObjectKind.RECIPE
                ? stored.recipe(blob).pieces().stream()
                        .map(piece -> piece.sha256())
                        .toList()
                : List.of();
    }
}
