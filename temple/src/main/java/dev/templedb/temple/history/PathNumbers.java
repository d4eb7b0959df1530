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
    private static final String ADD = "INSERT INTO paths (project_id, path_no, path) VALUES (?1, ?2, ?3)";

    private final Transaction tx;
    private final long project;
    private final PathTable table;
    private final Map<ByteBuffer, Integer> known = new HashMap<>();
    private final List<byte[]> added = new ArrayList<>();
    private final int firstNew;
    private int[] numbers = new int[256];

    /// The numbers of the paths in `table` for a project.
    public PathNumbers(Transaction tx, long project, PathTable table) {
        this.tx = tx;
        this.project = project;
        this.table = table;
        tx.query(ALL).bind(1, project).forEach(row -> known.put(ByteBuffer.wrap(row.bytes(2)), row.intValue(1)));
        firstNew = known.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
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
