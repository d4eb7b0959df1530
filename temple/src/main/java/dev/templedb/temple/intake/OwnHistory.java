package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.states.SqliteDocumentStore;
import java.util.SortedMap;

/// Moves the refs of a project to commits that were made here, with all tables that follow from them. Inside one
/// transaction.
public final class OwnHistory {
    private final Transaction tx;
    private final long project;
    private final StoredObjects stored;

    /// The history of a project; `stored` reads in the same transaction.
    public OwnHistory(Transaction tx, long project, StoredObjects stored) {
        this.tx = tx;
        this.project = project;
        this.stored = stored;
    }

    /// Points one ref to an object, new or not, from which everything is reached that the ref led to. Costs what is
    /// new.
    ///
    /// @param made has the new objects, and may have others; read while this runs
    public void advance(String ref, GitId target, ObjectSource made) {
        intake().advance(ref, target, made);
    }

    /// Replaces all refs and drops what is not reached any more. Costs a pass over the project's commits, and over
    /// its
    /// objects when something was dropped.
    ///
    /// @param made has the new objects
    public void replace(
            SortedMap<String, GitId> refs, Head head, java.util.function.Predicate<GitId> isMade, ObjectSource made) {
        var objects = new LayeredSource(isMade, made, stored);
        intake().take(new SourceHistory(
                refs,
                head,
                new SqliteRefStore(tx, project).shallow(),
                id -> false,
                objects,
                ErrorCode.CHANGED_WHILE_READING));
    }

    private HistoryIntake intake() {
        var documents = new SqliteDocumentStore(tx, project).all().values();
        return new HistoryIntake(tx, project, stored, documents, Progress.NONE);
    }
}
