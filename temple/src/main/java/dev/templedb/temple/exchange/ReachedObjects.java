package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.objects.Closure;
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
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Finds what a state reaches, or what it reaches beyond another one, among the objects of the temple.
///
/// Reads every commit and tree once, beyond a base only those that are new and the trees next to them; memory grows
/// with
/// the number of objects read.
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
        var graph = new ObjectGraph();
        return members(graph, walk(graph, _ -> false, roots.objects(), roots.shallow()), roots, Set.of(), Set::of);
    }

    /// What `roots` reach and `base` does not. Objects of the base that the temple no longer has count as new, and
    /// so may
    /// those that the base has in its older history alone: that is not read.
    ProjectObjects of(Roots roots, Roots base) {
        var edge = edge(roots, base);
        var known = new ObjectGraph();
        var contents = walk(known, _ -> false, edge.contents(), base.shallow());
        var graph = new ObjectGraph();
        var closure = walk(
                graph,
                id -> edge.base().contains(id) || known.find(id) >= 0 && known.isPresent(known.find(id)),
                roots.objects(),
                roots.shallow());
        return members(graph, closure, roots, base.pieces(), () -> piecesOf(known, contents));
    }

    private BaseEdge edge(Roots roots, Roots base) {
        try {
            return BaseEdge.between(stored, roots, base);
        } catch (MalformedObject damaged) {
            throw corrupt(damaged);
        }
    }

    /// @param knownPieces  documents and sections that are not wanted
    /// @param knownContent pieces of files that are not wanted; asked only when there are new ones
    private ProjectObjects members(
            ObjectGraph graph,
            Closure closure,
            Roots roots,
            Set<Sha256> knownPieces,
            Supplier<Set<Sha256>> knownContent) {
        var members = ProjectObjects.none();
        for (var numbers : List.of(closure.tags(), closure.commits(), closure.trees(), closure.blobs())) {
            for (int number : numbers) {
                members.add(store.find(graph.id(number)).orElseThrow(() -> StoredObjects.missing(graph.id(number))));
            }
        }
        var pieces = piecesOf(graph, closure);
        if (!pieces.isEmpty()) {
            pieces.removeAll(knownContent.get());
        }
        pieces.addAll(roots.pieces());
        pieces.removeAll(knownPieces);
        for (var piece : pieces) {
            members.add(store.findPiece(piece)
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.PACKAGE_MISSING_OBJECT,
                            "Neither the package nor its base has the piece %s.".formatted(piece))));
        }
        return members;
    }

    private Closure walk(ObjectGraph graph, Predicate<GitId> known, Collection<GitId> roots, Set<GitId> shallow) {
        try {
            return new ClosureWalk(graph, stored, known, shallow).walk(roots, Progress.NONE);
        } catch (MalformedObject damaged) {
            throw corrupt(damaged);
        }
    }

    private static TempleException corrupt(MalformedObject damaged) {
        return new TempleException(
                ErrorCode.TEMPLE_CORRUPT,
                "The history cannot be followed: %s.".formatted(damaged.getMessage()),
                damaged);
    }

    private Set<Sha256> piecesOf(ObjectGraph graph, Closure closure) {
        var pieces = new HashSet<Sha256>();
        for (int blob : closure.blobs()) {
            pieces.addAll(piecesOf(graph.id(blob)));
        }
        return pieces;
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
