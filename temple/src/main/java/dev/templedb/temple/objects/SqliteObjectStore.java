package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The tables `frames`, `objects` and `project_frames`, inside one transaction.
public final class SqliteObjectStore {
    private static final String FIND = "SELECT frame_no, ordinal FROM objects WHERE id = ?1";
    private static final String SHA256 = "SELECT sha256 FROM objects WHERE id = ?1";
    private static final String ALL = "SELECT id, frame_no, ordinal, sha256 FROM objects ORDER BY id";
    private static final String ANY = "SELECT EXISTS (SELECT 1 FROM objects)";
    private static final String FRAME = "SELECT layout, data, sha256 FROM frames WHERE frame_no = ?1";
    private static final String LAYOUT = "SELECT layout FROM frames WHERE frame_no = ?1";
    private static final String ADD_FRAME = """
            INSERT INTO frames (sha256, raw_bytes, layout, data)
            VALUES (?1, ?2, ?3, ?4)
            """;
    private static final String MEMBERSHIP =
            "SELECT frame_no, live FROM project_frames WHERE project_id = ?1 ORDER BY frame_no";
    private static final String FORGET_MEMBERSHIP = "DELETE FROM project_frames WHERE project_id = ?1";
    private static final String REMEMBER = """
            INSERT INTO project_frames (project_id, frame_no, live)
            VALUES (?1, ?2, ?3)
            """;

    private final Transaction tx;

    /// The store as `tx` sees it.
    public SqliteObjectStore(Transaction tx) {
        this.tx = tx;
    }

    /// Whether the temple holds any object at all.
    public boolean isEmpty() {
        return !tx.query(ANY).first(row -> row.booleanValue(1)).orElse(false);
    }

    /// Where the git object `id` lies, if the temple has it.
    public Optional<FramePlace> find(GitId id) {
        return find(id.bytes());
    }

    /// Where the piece `sha256` lies, if the temple has it.
    public Optional<FramePlace> findPiece(Sha256 sha256) {
        return find(sha256.bytes());
    }

    private Optional<FramePlace> find(byte[] id) {
        return tx.query(FIND).bind(1, id).first(SqliteObjectStore::toPlace);
    }

    private static FramePlace toPlace(Row row) {
        return new FramePlace(row.intValue(1), row.intValue(2));
    }

    /// The SHA-256 of the content of a git object, if the temple has it.
    public Optional<Sha256> sha256(GitId id) {
        return tx.query(SHA256).bind(1, id.bytes()).first(row -> Sha256.ofBytes(row.bytes(1)));
    }

    /// Reads a frame.
    ///
    /// @throws TempleException with `TEMPLE_CORRUPT` when it is not there or damaged
    public Frame frame(int number) {
        return tx.query(FRAME)
                .bind(1, number)
                .first(row -> intact(
                        number, new Frame(layout(number, row.bytes(1)), row.bytes(2)), Sha256.ofBytes(row.bytes(3))))
                .orElseThrow(() -> notThere(number));
    }

    /// Neither SQLite nor zstd would notice a changed byte in content that does not compress.
    private static Frame intact(int number, Frame frame, Sha256 recorded) {
        if (!Sha256.of(frame.compressed()).equals(recorded)) {
            throw damaged(number, new MalformedFrame("its bytes have changed since they were stored"));
        }
        return frame;
    }

    /// Reads what a frame holds, without its bytes.
    public FrameLayout layout(int number) {
        return tx.query(LAYOUT)
                .bind(1, number)
                .first(row -> layout(number, row.bytes(1)))
                .orElseThrow(() -> notThere(number));
    }

    static FrameLayout layout(int number, byte[] bytes) {
        try {
            return FrameLayout.read(bytes);
        } catch (MalformedFrame malformed) {
            throw damaged(number, malformed);
        }
    }

    static TempleException damaged(int frame, Exception why) {
        return new TempleException(
                ErrorCode.TEMPLE_CORRUPT,
                "Frame %d of the temple is damaged: %s.".formatted(frame, why.getMessage()),
                why);
    }

    private static TempleException notThere(int frame) {
        return new TempleException(ErrorCode.TEMPLE_CORRUPT, "Frame %d of the temple is not there.".formatted(frame));
    }

    /// Stores a frame and returns its number. Its objects are not known yet.
    public int add(Frame frame) {
        tx.update(ADD_FRAME)
                .bind(1, Sha256.of(frame.compressed()).bytes())
                .bind(2, frame.layout().rawBytes())
                .bind(3, frame.layout().write())
                .bind(4, frame.compressed())
                .execute();
        return Math.toIntExact(tx.lastInsertRowId());
    }

    /// Names all git objects that a project reaches by one hash. Reads the whole table `objects`: about 1 µs a row.
    public ObjectSet objectSet(ProjectObjects members, StoredObjects stored) {
        Map<Integer, FrameLayout> layouts = new HashMap<>();
        var set = new ObjectSet.Ordered();
        tx.query(ALL).forEach(row -> {
            var frame = row.intValue(2);
            var live = members.frames().get(frame);
            int ordinal = row.intValue(3);
            if (live != null && !row.isNull(4) && live.contains(ordinal)) {
                var id = GitId.ofBytes(row.bytes(1));
                var layout = layouts.computeIfAbsent(frame, this::layout);
                long length = layout.kind(ordinal) == ObjectKind.RECIPE
                        ? stored.recipe(id).bytes()
                        : layout.length(ordinal);
                set.add(id, Sha256.ofBytes(row.bytes(4)), length);
            }
        });
        return set.build();
    }

    /// What the project reaches.
    public ProjectObjects membership(long project) {
        Map<Integer, LiveObjects> frames = new HashMap<>();
        tx.query(MEMBERSHIP)
                .bind(1, project)
                .forEach(row -> frames.put(row.intValue(1), LiveObjects.read(row.nullableBytes(2))));
        return new ProjectObjects(frames);
    }

    /// Replaces what is recorded of what the project reaches.
    public void replaceMembership(long project, ProjectObjects objects) {
        tx.update(FORGET_MEMBERSHIP).bind(1, project).execute();
        tx.batch(
                REMEMBER,
                batch -> objects.frames().forEach((frame, live) -> {
                    if (!live.isEmpty()) {
                        int count = live.isAll() ? 0 : layout(frame).count();
                        batch.set(1, project)
                                .set(2, frame)
                                .set(3, live.write(count))
                                .add();
                    }
                }));
    }
}
