package dev.templedb.packages.content;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import dev.templedb.packages.objects.UnsafeTree;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Proves that frames hold exactly what a state names: every object it reaches, none besides, each with the content
/// that
/// its hash promises. Takes each frame once, in any order; memory grows with the number of objects, not their size.
///
/// Recipes are taken at their word here; whoever can read pieces (the temple while it imports, a package by its index)
/// proves
/// them with [RecipeProof].
public final class PackageVerifier {
    private final ProjectState state;
    private final ObjectGraph graph = new ObjectGraph();
    private final ObjectSet.@Nullable Builder objects;
    private final Set<GitId> shallow;
    private final Map<Sha256, Integer> pieces = new HashMap<>();
    private final Set<Sha256> wantedPieces = new HashSet<>();
    private final List<Recipe> recipes = new ArrayList<>();

    /// A verifier for the frames of a package of `state`, which [#finish()] ends.
    public PackageVerifier(ProjectState state) {
        this(state, new ObjectSet.Builder());
    }

    /// A verifier for one who keeps the objects and can name their set without help, which saves 52 bytes an
    /// object;
    /// [#finish(Supplier)] ends it.
    public static PackageVerifier withoutObjectSet(ProjectState state) {
        return new PackageVerifier(state, null);
    }

    private PackageVerifier(ProjectState state, ObjectSet.@Nullable Builder objects) {
        this.state = state;
        this.objects = objects;
        this.shallow = state.shallow();
        wantedPieces.addAll(state.documents().values());
        wantedPieces.addAll(state.sections().values());
    }

    /// What refers to what, in the frames taken so far.
    public ObjectGraph graph() {
        return graph;
    }

    /// The large blobs among the frames taken so far.
    public List<Recipe> recipes() {
        return List.copyOf(recipes);
    }

    /// Takes a frame.
    ///
    /// @param number of the frame, for messages
    /// @throws TempleException when an object in it is damaged, unsafe, or there for the second time
    public void accept(long number, OpenFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            try {
                accept(frame, i);
            } catch (UnsafeTree unsafe) {
                throw new TempleException(
                        ErrorCode.TREE_UNSAFE,
                        "Tree %s in frame %d is refused: %s.".formatted(frame.gitId(i), number, unsafe.getMessage()),
                        unsafe);
            } catch (MalformedObject | MalformedFrame malformed) {
                throw new TempleException(
                        ErrorCode.PACKAGE_MALFORMED,
                        "Object %d of frame %d is damaged: %s.".formatted(i, number, malformed.getMessage()),
                        malformed);
            }
        }
    }

    private void accept(OpenFrame frame, int i) throws MalformedObject, MalformedFrame {
        int start = frame.frame().layout().start(i);
        int length = frame.frame().layout().length(i);
        var kind = frame.kind(i);
        if (kind == ObjectKind.PIECE) {
            if (pieces.put(frame.sha256(i), length) != null) {
                throw new MalformedFrame("a piece is there twice");
            }
            return;
        }
        var id = frame.gitId(i);
        if (graph.find(id) >= 0 && graph.isPresent(graph.find(id))) {
            throw new MalformedObject("object %s is there twice".formatted(id));
        }
        switch (kind) {
            case COMMIT -> graph.addCommit(id, CommitText.parse(frame.raw(), start, length), shallow.contains(id));
            case TREE -> graph.addTree(id, frame.raw(), start, length);
            case TAG -> graph.addTag(id, TagText.parse(frame.raw(), start, length));
            case BLOB -> graph.addBlob(id);
            case RECIPE -> {
                graph.addBlob(id);
                var recipe = Recipe.read(frame.raw(), start, length);
                recipes.add(recipe);
                recipe.pieces().forEach(piece -> wantedPieces.add(piece.sha256()));
                count(id, recipe.sha256(), recipe.bytes());
                return;
            }
            case PIECE -> throw new IllegalStateException();
        }
        count(id, frame.sha256(i), length);
    }

    private void count(GitId id, Sha256 sha256, long bytes) {
        if (objects != null) {
            objects.add(id, sha256, bytes);
        }
    }

    /// Says that all frames were taken, and proves the whole.
    ///
    /// @throws TempleException when something is missing, superfluous, or not what the state names
    public void finish() {
        finish(Objects.requireNonNull(objects)::build);
    }

    /// The same, where `found` names the objects that were taken; it is asked when all else is proved.
    public void finish(Supplier<ObjectSet> found) {
        requireRoots();
        graph.firstMissing().ifPresent(id -> {
            throw new TempleException(
                    ErrorCode.PACKAGE_MISSING_OBJECT, "Object %s is missing from the package.".formatted(id));
        });
        requirePieces();
        requireReached();
        requireSet(found.get());
    }

    /// The same for an incremental package, of which the rest lies in its base: each object is what it is named,
    /// and the
    /// state reaches it by way of others that are new. Whether all is there shows when base and increment are
    /// together.
    public void finishIncrement() {
        requireRoots();
        requireReached();
    }

    /// The same for an incremental package and its base, whose objects were proved before: all that the new objects
    /// refer to is new or in the base, and so is what the state names.
    ///
    /// @param found names all objects that the state reaches, of package and base; it is asked when all else is
    /// proved
    /// @throws TempleException when something is missing, superfluous, or not what the state names
    public void finishOver(KnownObjects base, Supplier<ObjectSet> found) {
        requireRoots();
        graph.missing((id, expected) -> requireKnown(base, id, expected));
        for (var wanted : wantedPieces) {
            if (!pieces.containsKey(wanted) && !base.hasPiece(wanted)) {
                throw missing("Piece %s is neither in the package nor in its base.", wanted.hex());
            }
        }
        requireReached();
        requireSet(found.get());
    }

    private static void requireKnown(KnownObjects base, GitId id, @Nullable ObjectKind expected) {
        var kind = base.kind(id)
                .orElseThrow(() -> missing("Object %s is neither in the package nor in its base.", id.hex()));
        if (expected != null && expected != kind) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED,
                    "Object %s is a %s, but the package refers to it as a %s."
                            .formatted(id, kind.word(), expected.word()));
        }
    }

    private static TempleException missing(String message, String name) {
        return new TempleException(ErrorCode.PACKAGE_MISSING_OBJECT, message.formatted(name));
    }

    private void requireSet(ObjectSet found) {
        var named = state.objects();
        if (!named.equals(found)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_STATE_MISMATCH,
                    "The package's state names %d objects with hash %s, but the package holds %d with hash %s."
                            .formatted(named.count(), named.sha256(), found.count(), found.sha256()));
        }
    }

    private void requireRoots() {
        try {
            for (var root : state.roots()) {
                graph.require(root, null);
            }
        } catch (MalformedObject impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void requirePieces() {
        for (var wanted : wantedPieces) {
            if (!pieces.containsKey(wanted)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_MISSING_OBJECT, "Piece %s is missing from the package.".formatted(wanted));
            }
        }
    }

    private void requireReached() {
        graph.firstUnreached().ifPresent(id -> {
            throw new TempleException(
                    ErrorCode.PACKAGE_UNREACHABLE_OBJECT,
                    "Object %s is in the package, but nothing in the project refers to it.".formatted(id));
        });
        for (var piece : pieces.keySet()) {
            if (!wantedPieces.contains(piece)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_UNREACHABLE_OBJECT,
                        "Piece %s is in the package, but nothing in the project refers to it.".formatted(piece));
            }
        }
    }
}
