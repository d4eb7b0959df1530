package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.SchemaVersion;
import dev.templedb.sqlite.Transaction;
import org.jspecify.annotations.Nullable;

/// One try to do some work, which must not be done twice: whether it was begun, and what came of it.
final class Attempt<T extends @Nullable Object> {
    private final Work<T> work;
    private boolean begun;
    private boolean done;
    private @Nullable T result;

    Attempt(Work<T> work) {
        this.work = work;
    }

    void run(Transaction tx, SchemaVersion version) {
        begun = true;
        result = work.run(tx, version);
        done = true;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isDone() {
        return done;
    }

    @SuppressWarnings("NullAway") // null only when T may be
    T result() {
        return result;
    }
}
