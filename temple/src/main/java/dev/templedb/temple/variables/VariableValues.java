package dev.templedb.temple.variables;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.KeptValues;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The variables of projects by `ENVIRONMENT/NAME`, which come back when what a command did to them is undone.
public final class VariableValues implements KeptValues {
    static final String PART = "variables";

    /// For [java.util.ServiceLoader].
    public VariableValues() {}

    @Override
    public String part() {
        return PART;
    }

    static String name(String environment, String name) {
        return environment + "/" + name;
    }

    /// All variables of one environment.
    static SortedMap<String, Json> of(SqliteVariableStore store, String environment) {
        var values = new TreeMap<String, Json>();
        store.all().stream()
                .filter(variable -> variable.environment().equals(environment))
                .forEach(variable -> values.put(name(environment, variable.name()), new Json.Str(variable.value())));
        return values;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        int slash = name.indexOf('/');
        return new SqliteVariableStore(tx, project.id())
                .find(name.substring(0, slash), name.substring(slash + 1))
                .map(variable -> new Json.Str(variable.value()));
    }

    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var store = new SqliteVariableStore(tx, project.id());
        var now = temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        values.forEach((name, value) -> {
            int slash = name.indexOf('/');
            var environment = name.substring(0, slash);
            var variable = name.substring(slash + 1);
            if (value.isPresent() && value.get() instanceof Json.Str(var text)) {
                store.put(environment, variable, text, now);
            } else {
                store.remove(environment, variable);
            }
        });
        new Projects(temple).touch(tx, project.id());
    }
}
