package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.Collection;
import java.util.Set;

/// Finds out from scratch what some roots reach, when a ref was removed or moved to another line of history.
public final class Reachability {
    private final SqliteObjectStore store;
    private final StoredObjects stored;

    /// Works on the objects that `tx` sees.
    public Reachability(Transaction tx, StoredObjects stored) {
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
    }

    /// Everything that `roots` and `documents` reach. Reads every commit and tree once.
    public ProjectObjects from(
            Collection<GitId> roots, Set<GitId> shallow, Collection<Sha256> documents, Progress progress) {
        var members = ProjectObjects.none();
        var graph = new ObjectGraph();
        try {
            new ClosureWalk(graph, stored, id -> false, shallow).walk(roots, progress);
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "The temple is damaged: %s.".formatted(damaged.getMessage()), damaged);
        }
        for (int number = 0; number < graph.count(); number++) {
            if (graph.isPresent(number)) {
                add(members, graph.id(number));
            }
        }
        documents.forEach(document -> store.findPiece(document).ifPresent(members::add));
        return members;
    }

    private void add(ProjectObjects members, GitId id) {
        var place = store.find(id)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.TEMPLE_OBJECT_MISSING, "The temple does not have the object %s.".formatted(id)));
        members.add(place);
        if (store.layout(place.frame()).kind(place.ordinal()) == ObjectKind.RECIPE) {
            stored.recipe(id)
                    .pieces()
                    .forEach(piece -> store.findPiece(piece.sha256()).ifPresent(members::add));
        }
    }
}
