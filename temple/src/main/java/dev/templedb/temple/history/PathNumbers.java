package dev.templedb.temple.history;

import dev.templedb.packages.objects.PathTable;
import dev.templedb.sqlite.Transaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Maps the paths of a walk to the numbers that the project's table `paths` gives them. New paths are written by
/// [#finish].
public final class PathNumbers {
    private static final String ALL = "SELECT path_no, path FROM paths WHERE project_id = ?1";
    private static final String ONE = "SELECT path_no FROM paths WHERE project_id = ?1 AND path = ?2";
    private static final String LAST = "SELECT coalesce(max(path_no), 0) FROM paths WHERE project_id = ?1";
    /// So many questions cost about as much as reading all.
    private static final int FEW = 8;

    private static final String ADD = "INSERT INTO paths (project_id, path_no, path) VALUES (?1, ?2, ?3)";

    private final Transaction tx;
    private final long project;
    private final PathTable table;
    private final Map<ByteBuffer, Integer> known = new HashMap<>();
    private final List<byte[]> added = new ArrayList<>();
    private final int firstNew;
    private int questions;
    private int[] numbers = new int[256];

    /// The numbers of the paths in `table` for a project.
    public PathNumbers(Transaction tx, long project, PathTable table) {
        this(tx, project, table, 0);
        readAll();
    }

    private PathNumbers(Transaction tx, long project, PathTable table, int questions) {
        this.tx = tx;
        this.project = project;
        this.table = table;
        this.questions = questions;
        this.firstNew = (int) tx.query(LAST).bind(1, project).longValue() + 1;
    }

    /// The same for a walk that is expected to ask for a few paths only: they are looked up one by one.
    public static PathNumbers few(Transaction tx, long project, PathTable table) {
        return new PathNumbers(tx, project, table, FEW);
    }

    private void readAll() {
        questions = 0;
        tx.query(ALL).bind(1, project).forEach(row -> known.put(ByteBuffer.wrap(row.bytes(2)), row.intValue(1)));
    }

    /// The number of a path of the walk in the project's table.
    public int of(int path) {
        if (path >= numbers.length) {
            numbers = java.util.Arrays.copyOf(numbers, Math.max(path + 1, 2 * numbers.length));
        }
        if (numbers[path] == 0) {
            numbers[path] = lookUp(table.bytes(path));
        }
        return numbers[path];
    }

    private int lookUp(byte[] path) {
        if (questions > 0 && --questions == 0) {
            readAll();
        }
        if (questions > 0) {
            tx.query(ONE)
                    .bind(1, project)
                    .bind(2, path)
                    .first(row -> row.intValue(1))
                    .ifPresent(number -> known.put(ByteBuffer.wrap(path), number));
        }
        return known.computeIfAbsent(ByteBuffer.wrap(path), key -> {
            added.add(path);
            return firstNew + added.size() - 1;
        });
    }

    /// Writes the paths that are new, and forgets all; nothing can be asked after that.
    public void finish() {
        tx.batch(ADD, batch -> {
            for (int i = 0; i < added.size(); i++) {
                batch.set(1, project).set(2, firstNew + i).set(3, added.get(i)).add();
            }
        });
        added.clear();
        known.clear();
        numbers = new int[0];
    }
}
