package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectStore;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/// Finds what a caller may see of a project now: its present state, and the objects that this reaches. What versions
/// alone reach is not in it.
public final class SharedStates {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final PackIndexes indexes;
    private final ObjectStore store;
    private final Pulls pulls;
    private final PostgresStateStore states = new PostgresStateStore();

    public SharedStates(Jdbi jdbi, Permissions permissions, PackIndexes indexes, ObjectStore store, Pulls pulls) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.indexes = indexes;
        this.store = store;
        this.pulls = pulls;
    }

    /// The present state; empty before the first push.
    ///
    /// @param known states whose document is not wanted again
    /// @throws TempleException what permissions say
    public Optional<SharedState> present(Caller caller, ProjectAddress address, Predicate<Sha256> known) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ);
            var project = access.project();
            return states.current(handle, project).map(root -> {
                var state = known.test(root)
                        ? null
                        : states.find(handle, project, root).orElseThrow().state();
                return new SharedState(access, root, state, states.members(handle, project, root), indexes, store);
            });
        });
    }

    /// Counts that somebody has got the state with git, and of a private project notes who.
    public void pulled(Caller caller, SharedState state) {
        jdbi.useTransaction(
                handle -> pulls.record(handle, caller, state.project(), Optional.empty(), state.root(), Pulls.Way.GIT));
    }
}
