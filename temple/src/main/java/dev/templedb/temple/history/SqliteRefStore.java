package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The refs of a project, its `HEAD` and its shallow commits, inside one transaction.
public final class SqliteRefStore {
    private static final String ALL = "SELECT name, target FROM refs WHERE project_id = ?1";
    private static final String CLEAR = "DELETE FROM refs WHERE project_id = ?1";
    private static final String ADD = "INSERT INTO refs (project_id, name, target, commit_id) VALUES (?1, ?2, ?3, ?4)";
    private static final String SET =
            "INSERT OR REPLACE INTO refs (project_id, name, target, commit_id) VALUES (?1, ?2, ?3, ?4)";
    private static final String HEAD = "SELECT head_ref, head_commit FROM projects WHERE project_id = ?1";
    private static final String SET_HEAD = "UPDATE projects SET head_ref = ?2, head_commit = ?3 WHERE project_id = ?1";
    private static final String SHALLOW = "SELECT commit_id FROM shallow_commits WHERE project_id = ?1";
    private static final String CLEAR_SHALLOW = "DELETE FROM shallow_commits WHERE project_id = ?1";
    private static final String ADD_SHALLOW = "INSERT INTO shallow_commits (project_id, commit_id) VALUES (?1, ?2)";
    private static final String COMMIT_OF = "SELECT commit_id FROM refs WHERE project_id = ?1 AND name = ?2";

    private final Transaction tx;
    private final long project;

    /// The refs of a project as `tx` sees them.
    public SqliteRefStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Every ref by its full name, with the object that it points to.
    public SortedMap<String, GitId> refs() {
        var refs = new TreeMap<String, GitId>();
        tx.query(ALL).bind(1, project).forEach(row -> refs.put(row.text(1), GitId.ofBytes(row.bytes(2))));
        return refs;
    }

    /// Replaces all refs.
    ///
    /// @param commitOf the commit that an object leads to, if it leads to one
    public void replace(SortedMap<String, GitId> refs, Function<GitId, Optional<GitId>> commitOf) {
        tx.update(CLEAR).bind(1, project).execute();
        tx.batch(
                ADD,
                batch -> refs.forEach((name, target) -> {
                    batch.set(1, project).set(2, name).set(3, target.bytes());
                    batch.set(4, commitOf.apply(target).map(GitId::bytes).orElse(null))
                            .add();
                }));
    }

    /// Points one ref to an object, and makes the ref when there is none.
    ///
    /// @param commit what the object leads to, if it is a commit
    public void set(String ref, GitId target, Optional<GitId> commit) {
        tx.update(SET)
                .bind(1, project)
                .bind(2, ref)
                .bind(3, target.bytes())
                .bind(4, commit.map(GitId::bytes).orElse(null))
                .execute();
    }

    /// What `HEAD` points to; empty in a project that never had a history.
    public Optional<Head> head() {
        return tx.query(HEAD)
                .bind(1, project)
                .first(row -> {
                    if (!row.isNull(1)) {
                        return Optional.<Head>of(new Head.Branch(row.text(1)));
                    }
                    return row.isNull(2)
                            ? Optional.<Head>empty()
                            : Optional.<Head>of(new Head.Detached(GitId.ofBytes(row.bytes(2))));
                })
                .flatMap(Function.identity());
    }

    /// Points `HEAD` somewhere else.
    public void setHead(Head head) {
        var update = tx.update(SET_HEAD).bind(1, project);
        switch (head) {
            case Head.Branch(var ref) -> update.bind(2, ref).bindNull(3);
            case Head.Detached(var commit) -> update.bindNull(2).bind(3, commit.bytes());
        }
        update.execute();
    }

    /// The commit that `HEAD` leads to, if there is one.
    public Optional<GitId> headCommit() {
        return head().flatMap(head -> switch (head) {
            case Head.Branch(var ref) -> commit(ref);
            case Head.Detached(var commit) -> Optional.of(commit);
        });
    }

    /// The commit that the ref with this full name leads to.
    public Optional<GitId> commit(String ref) {
        return tx.query(COMMIT_OF)
                .bind(1, project)
                .bind(2, ref)
                .first(row -> Optional.ofNullable(row.nullableBytes(1)).map(GitId::ofBytes))
                .flatMap(Function.identity());
    }

    /// The commits whose parents are not here.
    public Set<GitId> shallow() {
        var shallow = new LinkedHashSet<GitId>();
        tx.query(SHALLOW).bind(1, project).forEach(row -> shallow.add(GitId.ofBytes(row.bytes(1))));
        return shallow;
    }

    /// Replaces the shallow commits.
    public void replaceShallow(Collection<GitId> commits) {
        tx.update(CLEAR_SHALLOW).bind(1, project).execute();
        tx.batch(
                ADD_SHALLOW,
                batch -> commits.forEach(
                        commit -> batch.set(1, project).set(2, commit.bytes()).add()));
    }
}
