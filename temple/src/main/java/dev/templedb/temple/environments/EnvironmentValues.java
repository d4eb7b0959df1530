package dev.templedb.temple.environments;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.KeptValues;
import dev.templedb.temple.projects.Project;
import java.util.Optional;
import java.util.SortedMap;

/// The texts of environments by name, which come back when a removal is undone.
public final class EnvironmentValues implements KeptValues {
    static final String PART = "environments";

    /// For [java.util.ServiceLoader].
    public EnvironmentValues() {}

    @Override
    public String part() {
        return PART;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        return Environments.current(new SqliteEnvironmentStore(tx, project.id()), name)
                .flatMap(Environment::text)
                .map(Json.Str::new);
    }

    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var environments = new Environments(temple);
        values.forEach((name, value) ->
                environments.put(tx, project, name, value.map(text -> ((Json.Str) text).value())));
    }
}
