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

/// What branches name, which comes back when a deletion is undone.
public final class BranchValues implements KeptValues {
    static final String PART = "branches";

    /// For [java.util.ServiceLoader].
    public BranchValues() {}

    static KeptChange removed(String name, GitId target) {
        return KeptChange.removed(name, new Json.Str(target.hex()));
    }

    @Override
    public String part() {
        return PART;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        return Optional.ofNullable(new SqliteRefStore(tx, project.id()).refs().get(Branches.PREFIX + name))
                .map(target -> new Json.Str(target.hex()));
    }

    /// Branches are only ever taken away by what can be undone, so all values are there.
    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var branches = new Branches(temple, project);
        values.forEach((name, value) -> {
            if (value.isPresent() && value.get() instanceof Json.Str(var target)) {
                branches.restore(tx, Branches.PREFIX, name, GitId.parse(target));
            }
        });
    }
}
