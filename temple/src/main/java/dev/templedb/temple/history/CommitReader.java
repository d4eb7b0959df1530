package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.Person;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// Reads commits from the tables that were derived from them, inside one transaction.
public final class CommitReader {
    private static final String NUMBER = "SELECT commit_no FROM commits WHERE project_id = ?1 AND commit_id = ?2";
    private static final String COMMIT = """
            SELECT commit_id, tree_id, author_name, author_email, authored_at, author_zone,
                   committer_name, committer_email, committed_at, committer_zone, message, signed
              FROM commits
             WHERE project_id = ?1 AND commit_no = ?2
            """;
    private static final String PARENTS = """
            SELECT c.commit_id
              FROM commit_parents p JOIN commits c ON c.project_id = p.project_id AND c.commit_no = p.parent_no
             WHERE p.project_id = ?1 AND p.commit_no = ?2
             ORDER BY p.position
            """;
    private static final String PARENT_NUMBERS =
            "SELECT parent_no FROM commit_parents WHERE project_id = ?1 AND commit_no = ?2 ORDER BY position";

    private static final String CHANGING = """
            SELECT h.commit_no
              FROM paths p JOIN commit_changes h USING (project_id, path_no)
             WHERE p.project_id = ?1 AND p.path = ?2
            """;

    private final Transaction tx;
    private final long project;

    /// The commits of a project as `tx` sees them.
    public CommitReader(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// The number of a commit, if the project has it. Parents have smaller numbers than children.
    public OptionalInt number(GitId commit) {
        return tx.query(NUMBER)
                .bind(1, project)
                .bind(2, commit.bytes())
                .first(row -> OptionalInt.of(row.intValue(1)))
                .orElse(OptionalInt.empty());
    }

    /// The number of a commit that the project must have.
    public int requireNumber(GitId commit) {
        return number(commit)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.COMMIT_NOT_FOUND, "The project has no commit %s.".formatted(commit)));
    }

    /// The commit with that number.
    public Commit commit(int number) {
        return tx.query(COMMIT)
                .bind(1, project)
                .bind(2, number)
                .first(row -> commit(row, parents(number)))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.TEMPLE_CORRUPT, "The temple lost the record of commit number %d.".formatted(number)));
    }

    Commit commit(GitId id) {
        return commit(requireNumber(id));
    }

    private static Commit commit(Row row, List<GitId> parents) {
        return new Commit(
                GitId.ofBytes(row.bytes(1)),
                GitId.ofBytes(row.bytes(2)),
                parents,
                person(row, 3),
                person(row, 7),
                row.text(11),
                row.booleanValue(12));
    }

    private static Person person(Row row, int first) {
        return new Person(
                row.text(first),
                row.text(first + 1),
                Instant.ofEpochSecond(row.longValue(first + 2)),
                row.intValue(first + 3));
    }

    private List<GitId> parents(int number) {
        return tx.query(PARENTS).bind(1, project).bind(2, number).list(row -> GitId.ofBytes(row.bytes(1)));
    }

    /// The numbers of its parents, in their order.
    public List<Integer> parentNumbers(int number) {
        return tx.query(PARENT_NUMBERS).bind(1, project).bind(2, number).list(row -> row.intValue(1));
    }

    /// The numbers of the commits that changed the file at `path` against their first parent, in no order.
    public List<Integer> changing(FilePath path) {
        return tx.query(CHANGING).bind(1, project).bind(2, path.bytes()).list(row -> row.intValue(1));
    }
}
