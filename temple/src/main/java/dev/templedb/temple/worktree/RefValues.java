package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.projects.KeptChange;
import dev.templedb.temple.projects.KeptValues;
import dev.templedb.temple.projects.Project;
import java.util.Optional;
import java.util.SortedMap;

/// What refs of one kind name, which comes back when a deletion is undone.
abstract sealed class RefValues implements KeptValues permits BranchValues, TagValues {
    private final String part;
    private final String prefix;

    /// @param prefix what the full names of such refs begin with
    RefValues(String part, String prefix) {
        this.part = part;
        this.prefix = prefix;
    }

    static KeptChange removed(String name, GitId target) {
        return KeptChange.removed(name, new Json.Str(target.hex()));
    }

    @Override
    public final String part() {
        return part;
    }

    @Override
    public final Optional<Json> find(Transaction tx, Project project, String name) {
        return Optional.ofNullable(new SqliteRefStore(tx, project.id()).refs().get(prefix + name))
                .map(target -> new Json.Str(target.hex()));
    }

    /// Refs are only ever taken away by what can be undone, so all values are there.
    @Override
    public final void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var branches = new Branches(temple, project);
        values.forEach((name, value) -> {
            if (value.isPresent() && value.get() instanceof Json.Str(var target)) {
                branches.restore(tx, prefix, name, GitId.parse(target));
            }
        });
    }
}
