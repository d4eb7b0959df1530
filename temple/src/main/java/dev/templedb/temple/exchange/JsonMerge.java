package dev.templedb.temple.exchange;

import dev.templedb.packages.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Merges JSON: objects member by member, lists of objects that have names by name, lists of texts as sets, and
/// everything else as a whole.
///
/// An item is named by the names on the way to it, each behind a slash; `~1` stands for a slash in a name and `~0` for
/// a tilde.
record JsonMerge(ThreeWay decisions) {
    private static final List<String> NAMES = List.of("name", "target_name");

    Optional<Json> merge(String item, Optional<Json> base, Optional<Json> ours, Optional<Json> theirs) {
        if (ours.equals(theirs) || theirs.equals(base) || ours.equals(base) || ours.isEmpty() || theirs.isEmpty()) {
            return decisions.choose(item, base, ours, theirs, Bytes::of);
        }
        if (ours.get() instanceof Json.Obj(var our) && theirs.get() instanceof Json.Obj(var their)) {
            var before = base.orElse(Json.Obj.empty()) instanceof Json.Obj(var members)
                    ? members
                    : Json.Obj.empty().members();
            return Optional.of(Json.object(members(item, before, our, their)));
        }
        if (ours.get() instanceof Json.Arr our && theirs.get() instanceof Json.Arr their) {
            var before = base.orElse(Json.Arr.ofTexts(List.of())) instanceof Json.Arr list
                    ? list
                    : Json.Arr.ofTexts(List.of());
            if (named(before).isPresent()
                    && named(our).isPresent()
                    && named(their).isPresent()) {
                var merged = members(
                        item,
                        named(before).orElseThrow(),
                        named(our).orElseThrow(),
                        named(their).orElseThrow());
                return Optional.of(new Json.Arr(List.copyOf(merged.values())));
            }
            if (isTexts(before) && isTexts(our) && isTexts(their)) {
                return Optional.of(new Json.Arr(ThreeWay.set(before.elements(), our.elements(), their.elements())));
            }
        }
        return decisions.choose(item, base, ours, theirs, Bytes::of);
    }

    private SequencedMap<String, Json> members(
            String item, Map<String, Json> base, Map<String, Json> ours, Map<String, Json> theirs) {
        var names = new LinkedHashSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        var merged = new LinkedHashMap<String, Json>();
        for (var name : names) {
            merge(
                            item + "/" + escaped(name),
                            Optional.ofNullable(base.get(name)),
                            Optional.ofNullable(ours.get(name)),
                            Optional.ofNullable(theirs.get(name)))
                    .ifPresent(value -> merged.put(name, value));
        }
        return merged;
    }

    private static boolean isTexts(Json.Arr list) {
        return list.elements().stream().allMatch(Json.Str.class::isInstance)
                && list.elements().stream().distinct().count()
                        == list.elements().size();
    }

    /// The elements by their names, if each is an object with a name of its own.
    private static Optional<SequencedMap<String, Json>> named(Json.Arr list) {
        return NAMES.stream().flatMap(member -> named(list, member).stream()).findFirst();
    }

    private static Optional<SequencedMap<String, Json>> named(Json.Arr list, String member) {
        var byName = new LinkedHashMap<String, Json>();
        for (var element : list.elements()) {
            var name = element instanceof Json.Obj object ? object.text(member) : Optional.<String>empty();
            if (name.isEmpty() || byName.put(name.get(), element) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(byName);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /// `json` with another value at the end of `path`.
    ///
    /// @param value empty: it is removed
    static Optional<Json> with(Optional<Json> json, String path, Optional<Json> value) {
        var steps = new ArrayDeque<String>();
        for (var step : path.split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        steps.removeFirst();
        return with(json, steps, value);
    }

    private static Optional<Json> with(Optional<Json> json, Deque<String> steps, Optional<Json> value) {
        if (steps.isEmpty()) {
            return value;
        }
        var step = steps.removeFirst();
        if (json.orElse(null) instanceof Json.Arr list && named(list).isPresent()) {
            var elements = new LinkedHashMap<>(named(list).orElseThrow());
            with(Optional.ofNullable(elements.get(step)), steps, value)
                    .ifPresentOrElse(element -> elements.put(step, element), () -> elements.remove(step));
            return Optional.of(new Json.Arr(new ArrayList<>(elements.values())));
        }
        var object = json.orElse(null) instanceof Json.Obj found ? found : Json.Obj.empty();
        var member = Optional.ofNullable(object.get(step));
        return Optional.of(
                with(member, steps, value).map(made -> object.with(step, made)).orElseGet(() -> object.without(step)));
    }
}
