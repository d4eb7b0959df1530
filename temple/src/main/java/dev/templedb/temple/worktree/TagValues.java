package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.projects.KeptValues;
import dev.templedb.temple.projects.Project;
import java.util.Optional;
import java.util.SortedMap;

/// What tags name, which comes back when a deletion is undone; the objects are kept as those of deleted branches are.
public final class TagValues implements KeptValues {
    static final String PART = "tags";

    /// For [java.util.ServiceLoader].
    public TagValues() {}

    @Override
    public String part() {
        return PART;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        return Optional.ofNullable(new SqliteRefStore(tx, project.id()).refs().get(Branches.TAGS + name))
                .map(target -> new Json.Str(target.hex()));
    }

    /// Tags are only ever taken away by what can be undone, so all values are there.
    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var branches = new Branches(temple, project);
        values.forEach((name, value) -> {
            if (value.isPresent() && value.get() instanceof Json.Str(var target)) {
                branches.restore(tx, Branches.TAGS, name, GitId.parse(target));
            }
        });
    }
}
