package dev.templedb.temple.deployments;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.KeptValues;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;

/// The targets of projects by name, each with its place among the others, which come back when what a command did to
/// them is undone.
public final class TargetValues implements KeptValues {
    static final String PART = "targets";

    private static final String AT = "at";
    private static final String TARGET = "target";

    /// For [java.util.ServiceLoader].
    public TargetValues() {}

    @Override
    public String part() {
        return PART;
    }

    /// A target and where it stands.
    static Json value(int at, Target target) {
        return Json.Obj.empty().with(AT, at).with(TARGET, target.json());
    }

    @Override
    public boolean isSame(Json one, Json other) {
        return target(one).equals(target(other));
    }

    private static Json.Obj target(Json value) {
        return ((Json.Obj) value).object(TARGET);
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        var targets = new SqliteTargetStore(tx, project.id()).targets();
        for (int at = 0; at < targets.size(); at++) {
            if (targets.get(at).name().equals(name)) {
                return Optional.of(value(at, targets.get(at)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        var store = new SqliteTargetStore(tx, project.id());
        var targets = new ArrayList<>(store.targets());
        values.forEach((name, value) -> {
            targets.removeIf(target -> target.name().equals(name));
            value.ifPresent(kept -> {
                long at = ((Json.Obj) kept).whole(AT).orElse(Long.MAX_VALUE);
                targets.add((int) Math.clamp(at, 0, targets.size()), new Target(target(kept)));
            });
        });
        store.put(store.document().orElseGet(TargetsDocument::empty).with(targets));
        new Projects(temple).touch(tx, project.id());
    }
}
