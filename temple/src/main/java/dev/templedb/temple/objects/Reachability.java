package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameParts;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Finds out from scratch what some roots reach, when a ref was removed or moved to another line of history.
///
/// Every frame that may hold commits, trees or tags is opened once, in order; the walk itself then reads nothing.
public final class Reachability {
    private final SqliteObjectStore store;
    private final StoredObjects stored;
    private final Map<Integer, FrameLayout> layouts = new HashMap<>();

    /// Works on the objects that `tx` sees.
    public Reachability(Transaction tx, StoredObjects stored) {
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
    }

    /// The part of `candidates` that `roots` and `documents` reach, large files with their pieces.
    ///
    /// @throws TempleException with `TEMPLE_OBJECT_MISSING` when they reach something that is not among the
    /// candidates
    public ProjectObjects among(
            ProjectObjects candidates,
            Collection<GitId> roots,
            Set<GitId> shallow,
            Collection<Sha256> documents,
            Progress progress) {
        var graph = new ObjectGraph();
        new GraphReader(store, FrameParts.REFERRING).read(graph, candidates, shallow, progress);
        var members = ProjectObjects.none();
        graph.reachedFrom(roots).stream().forEach(number -> add(members, graph.id(number), candidates));
        documents.forEach(document -> stored.index().findPiece(document).ifPresent(members::add));
        return members;
    }

    private void add(ProjectObjects members, GitId id, ProjectObjects candidates) {
        var place = stored.index().find(id).filter(candidates::contains).orElseThrow(() -> StoredObjects.missing(id));
        members.add(place);
        if (layouts.computeIfAbsent(place.frame(), store::layout).kind(place.ordinal()) == ObjectKind.RECIPE) {
            stored.recipe(id)
                    .pieces()
                    .forEach(piece -> members.add(stored.index()
                            .findPiece(piece.sha256())
                            .orElseThrow(() -> new TempleException(
                                    ErrorCode.TEMPLE_OBJECT_MISSING,
                                    "The temple does not have all of the large file %s.".formatted(id)))));
        }
    }
}
