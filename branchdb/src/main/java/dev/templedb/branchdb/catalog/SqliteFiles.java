package dev.templedb.branchdb.catalog;

import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;

/// The table of files.
public final class SqliteFiles {
    private static final String ADD = "INSERT INTO files DEFAULT VALUES";
    private static final String LIST = "SELECT id FROM files ORDER BY id";
    private static final String LIST_OF_BRANCH = """
            SELECT template FROM branches WHERE id = :branch
            UNION SELECT file FROM tenants WHERE branch = :branch AND file IS NOT NULL
            ORDER BY 1
            """;
    /// As above, without those that a branch at another version has, too, or that stay as they are for merges of
    /// rows.
    private static final String LIST_OWN = """
            WITH used (file) AS (
                SELECT template FROM branches WHERE id = ?1
                UNION SELECT file FROM tenants WHERE branch = ?1 AND file IS NOT NULL)
            SELECT u.file
              FROM used u, branches mine
             WHERE mine.id = ?1
               AND NOT EXISTS (SELECT 1 FROM tenants t JOIN branches o ON o.id = t.branch
                                WHERE t.file = u.file AND o.head <> mine.head)
               AND NOT EXISTS (SELECT 1 FROM branches o WHERE o.template = u.file AND o.head <> mine.head)
               AND NOT EXISTS (SELECT 1 FROM frozen_files f WHERE f.file = u.file)
             ORDER BY 1
            """;
    private static final String LIST_WITH_BASES = """
            SELECT template FROM branches WHERE id = ?1
            UNION SELECT file FROM tenants WHERE branch = ?1 AND file IS NOT NULL
            UNION SELECT file FROM row_bases WHERE branch = ?1
            UNION SELECT r.file FROM row_pairs p JOIN row_bases r ON r.branch = p.branch AND r.other = p.other
                   WHERE p.other = ?1
            UNION SELECT t.base FROM row_merges m JOIN row_merge_tenants t ON t.target = m.target
                   WHERE (m.branch = ?1 OR m.other = ?1) AND t.base IS NOT NULL
            ORDER BY 1
            """;
    private static final String REMOVE = """
            DELETE FROM files
             WHERE id = ?1
               AND NOT EXISTS (SELECT 1 FROM frozen_files f WHERE f.file = ?1)
               AND NOT EXISTS (SELECT 1 FROM tenants t WHERE t.file = ?1)
               AND NOT EXISTS (SELECT 1 FROM branches b WHERE b.template = ?1)
            """;

    private final Transaction tx;

    SqliteFiles(Transaction tx) {
        this.tx = tx;
    }

    /// The number of a new file.
    public long add() {
        tx.update(ADD).execute();
        return tx.lastInsertRowId();
    }

    /// All files.
    public List<Long> list() {
        return tx.query(LIST).list(row -> row.longValue(1));
    }

    /// The files of a branch, in order: its template, and those of its tenants.
    public List<Long> list(long branch) {
        return tx.query(LIST_OF_BRANCH).bind("branch", branch).list(row -> row.longValue(1));
    }

    /// The files of a branch that no branch at another version uses, and that do not stay as they are for merges of
    /// rows: they can be changed where they are.
    public List<Long> listOwn(long branch) {
        return tx.query(LIST_OWN).bind(1, branch).list(row -> row.longValue(1));
    }

    /// As [#list(long)], with the files that hold what a branch once had in common with others.
    public List<Long> listWithBases(long branch) {
        return tx.query(LIST_WITH_BASES).bind(1, branch).list(row -> row.longValue(1));
    }

    /// Removes those of `candidates` that nobody uses any more, and returns them. Looks at no others.
    public List<Long> removeUnused(Iterable<Long> candidates) {
        var removed = new ArrayList<Long>();
        candidates.forEach(file -> {
            if (tx.update(REMOVE).bind(1, (long) file).execute() == 1) {
                removed.add(file);
            }
        });
        return removed;
    }
}
