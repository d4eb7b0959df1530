package dev.templedb.temple.care;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.objects.ProjectFrames;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.states.SqliteDocumentStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Drops frames that no project needs, and packs the objects of wasteful ones anew, in the order of a fresh import.
///
/// A frame is wasteful when a fifth of its bytes are dead. Small frames, which single commits leave, are wasteful
/// together: when they make up a noticeable part of a project, all of the project is packed anew, because old and new
/// versions of a file compress well only beside each other.
final class Repacking {
    /// What was done.
    record Done(long dropped, long repacked) {}

    private static final String PROJECTS = "SELECT project_id FROM projects ORDER BY project_id";
    private static final String DROP_FRAMES =
            "DELETE FROM frames WHERE frame_no NOT IN (SELECT frame_no FROM project_frames)";
    private static final String DROP_OBJECTS =
            "DELETE FROM objects WHERE frame_no NOT IN (SELECT frame_no FROM frames)";
    private static final String MOVE = "UPDATE objects SET frame_no = ?2, ordinal = ?3 WHERE id = ?1";

    private static final int SMALL_BYTES = FrameLimits.RAW_BYTES / 4;
    private static final int MOST_SMALL_FRAMES = 8;
    private static final double DEAD_SHARE = 0.2;

    private record Old(int frame, int ordinal) {}

    private final Transaction tx;
    private final Progress progress;
    private final SqliteObjectStore store;
    private final List<Long> projects;
    private final Map<Long, ProjectObjects> members = new HashMap<>();
    private final Map<Old, Old> moved = new HashMap<>();

    Repacking(Transaction tx, Progress progress) {
        this.tx = tx;
        this.progress = progress;
        this.store = new SqliteObjectStore(tx);
        this.projects = tx.query(PROJECTS).list(row -> row.longValue(1));
        projects.forEach(project -> members.put(project, store.membership(project)));
    }

    Done run() {
        long unused = dropUnused();
        var wasteful = wastefulFrames();
        if (wasteful.isEmpty()) {
            return new Done(unused, 0);
        }
        try (var stored = new StoredObjects(tx);
                var packer = new FramePacker(FrameLimits.LEVEL, 2, ErrorCode.TEMPLE_CORRUPT, this::store)) {
            var given = new HashSet<Old>();
            for (var project : projects) {
                pack(project, wasteful, stored, packer, given);
            }
            packer.finish();
        }
        members.forEach((project, objects) -> store.replaceMembership(project, afterMoving(objects)));
        dropUnused();
        return new Done(unused, wasteful.size());
    }

    private long dropUnused() {
        long dropped = tx.update(DROP_FRAMES).execute();
        if (dropped > 0) {
            tx.update(DROP_OBJECTS).execute();
        }
        return dropped;
    }

    private Set<Integer> wastefulFrames() {
        var wasteful = new HashSet<Integer>();
        var live = new HashMap<Integer, List<LiveObjects>>();
        members.values()
                .forEach(objects -> objects.frames()
                        .forEach((frame, bits) -> live.computeIfAbsent(frame, number -> new ArrayList<>())
                                .add(bits)));
        live.forEach((frame, bits) -> {
            if (deadShare(frame, bits) > DEAD_SHARE) {
                wasteful.add(frame);
            }
        });
        for (var objects : members.values()) {
            var small = objects.frames().keySet().stream()
                    .filter(frame -> store.layout(frame).rawBytes() < SMALL_BYTES)
                    .count();
            // A fresh import leaves up to three small frames: one for each kind of object.
            if (small > MOST_SMALL_FRAMES) {
                wasteful.addAll(objects.frames().keySet());
            }
        }
        return wasteful;
    }

    private double deadShare(int frame, List<LiveObjects> bits) {
        var layout = store.layout(frame);
        long dead = 0;
        for (int i = 0; i < layout.count(); i++) {
            int ordinal = i;
            dead += bits.stream().anyMatch(live -> live.contains(ordinal)) ? 0 : layout.length(i);
        }
        return layout.rawBytes() == 0 ? 0 : (double) dead / layout.rawBytes();
    }

    /// Hands every object of the project that lies in a wasteful frame to the packer, in packing order.
    private void pack(long project, Set<Integer> wasteful, StoredObjects stored, FramePacker packer, Set<Old> given) {
        var refs = new SqliteRefStore(tx, project);
        var roots = new ArrayList<>(refs.refs().values());
        refs.headCommit().ifPresent(roots::add);
        var graph = new ObjectGraph();
        try {
            new ProjectFrames(tx, members.getOrDefault(project, ProjectObjects.none())).readTrees(graph, progress);
            var closure = new ClosureWalk(graph, stored, id -> false, refs.shallow()).walk(roots, progress);
            try (var step = progress.begin("Packing objects", closure.count())) {
                var history = IntStream.concat(IntStream.of(closure.tags()), IntStream.of(closure.commits()));
                for (var numbers : List.of(history.toArray(), closure.trees(), closure.blobs())) {
                    for (int number : numbers) {
                        give(graph.id(number), wasteful, stored, packer, given);
                        step.advance(1);
                    }
                    packer.endFrame();
                }
            }
            for (var document : new SqliteDocumentStore(tx, project).all().values()) {
                givePiece(document, wasteful, stored, packer, given);
            }
            packer.endFrame();
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "The temple is damaged: %s.".formatted(damaged.getMessage()), damaged);
        }
    }

    private void give(GitId id, Set<Integer> wasteful, StoredObjects stored, FramePacker packer, Set<Old> given) {
        var place = store.find(id).orElseThrow();
        if (!wasteful.contains(place.frame()) || !given.add(new Old(place.frame(), place.ordinal()))) {
            return;
        }
        var kind = stored.kind(id);
        if (kind == ObjectKind.RECIPE) {
            var recipe = stored.recipe(id);
            recipe.pieces().forEach(piece -> givePiece(piece.sha256(), wasteful, stored, packer, given));
            packer.add(kind, id, recipe.write());
        } else {
            packer.add(kind, id, stored.read(id).bytes());
        }
    }

    private void givePiece(
            Sha256 piece, Set<Integer> wasteful, StoredObjects stored, FramePacker packer, Set<Old> given) {
        var place = store.findPiece(piece).orElseThrow();
        if (wasteful.contains(place.frame()) && given.add(new Old(place.frame(), place.ordinal()))) {
            packer.addPiece(stored.piece(piece));
        }
    }

    private void store(OpenFrame frame) {
        int number = store.add(frame.frame());
        tx.batch(MOVE, batch -> {
            for (int i = 0; i < frame.count(); i++) {
                var piece = frame.kind(i) == ObjectKind.PIECE;
                Optional<FramePlace> old = piece ? store.findPiece(frame.sha256(i)) : store.find(frame.gitId(i));
                moved.put(new Old(old.orElseThrow().frame(), old.orElseThrow().ordinal()), new Old(number, i));
                batch.set(1, piece ? frame.sha256(i).bytes() : frame.gitId(i).bytes())
                        .set(2, number)
                        .set(3, i)
                        .add();
            }
        });
    }

    private ProjectObjects afterMoving(ProjectObjects before) {
        var after = ProjectObjects.none();
        before.frames().forEach((frame, live) -> {
            int count = store.layout(frame).count();
            for (int i = 0; i < count; i++) {
                if (live.contains(i)) {
                    var now = moved.getOrDefault(new Old(frame, i), new Old(frame, i));
                    after.add(new FramePlace(now.frame(), now.ordinal()));
                }
            }
        });
        return after;
    }
}
