package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.KnownObjects;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameHome;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ObjectSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/// The objects that [Members] name, found and read in their packs: what is not among the members is not here, though it
/// may lie beside them. Frames are counted through all packs.
///
/// Immutable; safe for use by several threads.
public final class ServerObjects implements FrameHome, KnownObjects {
    /// A pack with its index, and the number of its first frame here.
    record Opened(Pack pack, PackIndex index, LiveObjects live, int firstFrame) {}

    /// An object in its pack.
    record Found(Opened in, int object) {
        Sha256 sha256() {
            return in.index().sha256(object);
        }
    }

    /// For those who only ask where objects are.
    static final PackBytes NOTHING = (_, _, _) -> {
        throw new IllegalStateException("no bytes can be read here");
    };

    private final PackBytes bytes;
    private final List<Opened> packs;

    private ServerObjects(PackBytes bytes, List<Opened> packs) {
        this.bytes = bytes;
        this.packs = packs;
    }

    /// Opens what `members` name; reads the indexes that are not in memory.
    static ServerObjects of(Members members, PackIndexes indexes, PackBytes bytes) {
        var packs = new ArrayList<Opened>();
        int frames = 0;
        for (var member : members.packs().entrySet()) {
            var index = indexes.of(member.getKey());
            packs.add(new Opened(member.getKey(), index, member.getValue(), frames));
            frames += index.frameCount();
        }
        return new ServerObjects(bytes, List.copyOf(packs));
    }

    /// No objects.
    static ServerObjects none() {
        return new ServerObjects(NOTHING, List.of());
    }

    /// Where all objects of a frame lie, if all of them are here.
    Optional<List<Found>> locateAll(OpenFrame frame) {
        if (packs.isEmpty()) {
            return Optional.empty();
        }
        var all = new ArrayList<Found>(frame.count());
        for (int i = 0; i < frame.count(); i++) {
            var found = frame.kind(i) == ObjectKind.PIECE ? locatePiece(frame.sha256(i)) : locate(frame.gitId(i));
            if (found.isEmpty() || !found.get().sha256().equals(frame.sha256(i))) {
                return Optional.empty();
            }
            all.add(found.get());
        }
        return Optional.of(all);
    }

    /// The pieces of all large files.
    Set<Sha256> recipePieces() {
        var pieces = new HashSet<Sha256>();
        try (var framed = new FramedObjects(this)) {
            for (var opened : packs) {
                for (int object : opened.index().recipes()) {
                    if (opened.live().contains(object)) {
                        framed.recipe(opened.index().gitId(object))
                                .pieces()
                                .forEach(piece -> pieces.add(piece.sha256()));
                    }
                }
            }
        }
        return pieces;
    }

    List<Opened> packs() {
        return packs;
    }

    Optional<Found> locate(GitId id) {
        return locate(index -> index.find(id));
    }

    Optional<Found> locatePiece(Sha256 sha256) {
        return locate(index -> index.findPiece(sha256));
    }

    /// The object that has this number in `index`, wherever it lies here.
    Optional<Found> locate(PackIndex index, int object) {
        return locate(here -> here == index ? object : here.find(index, object));
    }

    private Optional<Found> locate(ToIntFunction<PackIndex> search) {
        // What came last is asked for most.
        for (var opened : packs.reversed()) {
            int object = search.applyAsInt(opened.index());
            if (object >= 0 && opened.live().contains(object)) {
                return Optional.of(new Found(opened, object));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<FramePlace> find(GitId id) {
        return locate(id).map(ServerObjects::place);
    }

    @Override
    public Optional<FramePlace> findPiece(Sha256 sha256) {
        return locatePiece(sha256).map(ServerObjects::place);
    }

    private static FramePlace place(Found found) {
        var index = found.in().index();
        int frame = index.frameOf(found.object());
        return new FramePlace(found.in().firstFrame() + frame, found.object() - index.firstObject(frame));
    }

    @Override
    public Optional<ObjectKind> kind(GitId id) {
        return locate(id)
                .map(found -> found.in().index().kind(found.object()))
                .map(kind -> kind == ObjectKind.RECIPE ? ObjectKind.BLOB : kind);
    }

    @Override
    public boolean hasPiece(Sha256 sha256) {
        return locatePiece(sha256).isPresent();
    }

    @Override
    public Frame frame(int number) {
        var opened = opened(number);
        return frame(opened, number - opened.firstFrame());
    }

    private Opened opened(int frame) {
        for (var opened : packs.reversed()) {
            if (opened.firstFrame() <= frame) {
                return opened;
            }
        }
        throw new IllegalArgumentException("no frame " + frame);
    }

    /// Reads a frame of a pack.
    Frame frame(Opened opened, int frame) {
        var entry = opened.index().frame(frame);
        try (var in = bytes.open(opened.pack(), opened.index().offset(frame), entry.compressedBytes())) {
            return checked(opened, frame, in.readNBytes(entry.compressedBytes()));
        } catch (IOException failure) {
            throw PackIndexes.unreadable(opened.pack(), failure);
        }
    }

    /// Reads frames that lie one behind the other, with one request.
    void frames(Opened opened, int from, int to, ObjIntConsumer<Frame> sink) {
        long start = opened.index().offset(from);
        try (var in = bytes.open(opened.pack(), start, opened.index().offset(to) - start)) {
            for (int frame = from; frame < to; frame++) {
                var entry = opened.index().frame(frame);
                sink.accept(checked(opened, frame, in.readNBytes(entry.compressedBytes())), frame);
            }
        } catch (IOException failure) {
            throw PackIndexes.unreadable(opened.pack(), failure);
        }
    }

    private static Frame checked(Opened opened, int frame, byte[] bytes) {
        var entry = opened.index().frame(frame);
        if (bytes.length != entry.compressedBytes() || !Sha256.of(bytes).equals(entry.sha256())) {
            throw PackIndexes.damaged(opened.pack(), "frame %d is not what was taken in".formatted(frame), null);
        }
        return new Frame(entry.layout(), bytes);
    }

    @Override
    public TempleException missing(String what, String name) {
        return new TempleException(
                ErrorCode.PACKAGE_MISSING_OBJECT, "The project does not have the %s %s.".formatted(what, name));
    }

    @Override
    public TempleException damaged(int frame, MalformedFrame why) {
        return PackIndexes.damaged(opened(frame).pack(), why.getMessage(), why);
    }

    /// Counts all git objects into `set`.
    void countInto(ObjectSet.Builder set) {
        for (var opened : packs) {
            var index = opened.index();
            for (int frame = 0; frame < index.frameCount(); frame++) {
                var layout = index.frame(frame).layout();
                int first = index.firstObject(frame);
                for (int i = 0; i < layout.count(); i++) {
                    if (layout.kind(i) != ObjectKind.PIECE && opened.live().contains(first + i)) {
                        set.add(index.gitId(first + i), index.sha256(first + i), index.bytes(first + i));
                    }
                }
            }
        }
    }
}
