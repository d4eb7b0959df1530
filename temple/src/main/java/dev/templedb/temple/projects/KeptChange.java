package dev.templedb.temple.projects;

import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/// What a command did to one value.
///
/// @param name   whose value; see [KeptValues]
/// @param before what it was; empty when there was nothing of that name
/// @param after  what it was afterwards; empty when it was taken away
public record KeptChange(String name, Optional<Json> before, Optional<Json> after) {
    /// A value that was taken away.
    public static KeptChange removed(String name, Json before) {
        return new KeptChange(name, Optional.of(before), Optional.empty());
    }

    /// What became another between two looks at the same values.
    public static List<KeptChange> between(SortedMap<String, Json> before, SortedMap<String, Json> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new KeptChange(
                        name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    KeptChange reversed() {
        return new KeptChange(name, after, before);
    }

    static Json.Arr write(List<KeptChange> changes) {
        return new Json.Arr(changes.stream().<Json>map(KeptChange::write).toList());
    }

    private Json.Obj write() {
        var json = Json.Obj.empty().with("name", name);
        json = before.isPresent() ? json.with("before", before.get()) : json;
        return after.isPresent() ? json.with("after", after.get()) : json;
    }

    static List<KeptChange> read(Json json) {
        var changes = new ArrayList<KeptChange>();
        if (json instanceof Json.Arr(var elements)) {
            for (var element : elements) {
                if (element instanceof Json.Obj one) {
                    changes.add(new KeptChange(
                            one.text("name").orElseThrow(),
                            Optional.ofNullable(one.get("before")),
                            Optional.ofNullable(one.get("after"))));
                }
            }
        }
        return changes;
    }
}
