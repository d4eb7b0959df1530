package dev.templedb.cathedral.transfer;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.FrameParts;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ProjectState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Finds out from scratch what some roots reach among objects: when a ref went or moved to another line of history, or
/// when somebody says which commits they have.
///
/// Every frame that holds commits, trees or tags is opened once, in order. Memory: about 45 bytes an object and 8 an
/// entry of a tree (which move to a scratch file beyond 4 MiB).
final class Reach {
    private final ServerObjects objects;

    Reach(ServerObjects objects) {
        this.objects = objects;
    }

    /// What a state reaches, with its documents and sections.
    ///
    /// @throws dev.templedb.core.TempleException with `PACKAGE_MISSING_OBJECT` when something is not among the
    /// objects
    Members of(ProjectState state) {
        return from(state.roots(), state.shallow(), pieces(state));
    }

    static Set<Sha256> pieces(ProjectState state) {
        var pieces = new HashSet<>(state.documents().values());
        pieces.addAll(state.sections().values());
        return pieces;
    }

    /// What `roots` reach, large files with their pieces, and `pieces`.
    Members from(Collection<GitId> roots, Set<GitId> shallow, Set<Sha256> pieces) {
        var members = Members.none();
        objects.packs().forEach(opened -> members.with(opened.pack(), LiveObjects.none()));
        var graph = graph(shallow);
        try (var framed = new FramedObjects(objects)) {
            graph.reachedFrom(roots).stream().forEach(number -> add(members, framed, graph.id(number)));
        }
        pieces.forEach(piece -> addPiece(members, piece));
        return members.tidy();
    }

    private ObjectGraph graph(Set<GitId> shallow) {
        var graph = new ObjectGraph();
        try (var parts = new FrameParts()) {
            for (var opened : objects.packs()) {
                for (int frame = 0; frame < opened.index().frameCount(); frame++) {
                    addTo(graph, parts, opened, frame, shallow);
                }
            }
        }
        return graph;
    }

    private void addTo(
            ObjectGraph graph, FrameParts parts, ServerObjects.Opened opened, int frame, Set<GitId> shallow) {
        var layout = opened.index().frame(frame).layout();
        var live = opened.index().live(frame, opened.live());
        if (FrameParts.holdsAny(layout, live, FrameParts.REFERRING)) {
            try {
                parts.addTo(graph, objects.frame(opened, frame), live, FrameParts.REFERRING, shallow);
            } catch (MalformedFrame | MalformedObject wrong) {
                throw PackIndexes.damaged(opened.pack(), wrong.getMessage(), wrong);
            }
        }
    }

    private void add(Members members, FramedObjects framed, GitId id) {
        var found = objects.locate(id).orElseThrow(() -> objects.missing("object", id.hex()));
        members.add(found.in().pack(), found.object());
        if (found.in().index().kind(found.object()) == ObjectKind.RECIPE) {
            framed.recipe(id).pieces().stream().map(Recipe.Piece::sha256).forEach(piece -> addPiece(members, piece));
        }
    }

    private void addPiece(Members members, Sha256 piece) {
        var found = objects.locatePiece(piece).orElseThrow(() -> objects.missing("piece", piece.hex()));
        members.add(found.in().pack(), found.object());
    }
}
