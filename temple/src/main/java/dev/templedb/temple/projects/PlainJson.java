package dev.templedb.temple.projects;

import dev.templedb.packages.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// JSON as plain values of the JDK, for callers that print it.
final class PlainJson {
    private PlainJson() {}

    static SequencedMap<String, @Nullable Object> of(Json.Obj object) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        object.members().forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }

    private static @Nullable Object plain(Json value) {
        return switch (value) {
            case Json.Obj object -> of(object);
            case Json.Arr(var elements) -> {
                var list = new ArrayList<@Nullable Object>();
                elements.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case Json.Str(var text) -> text;
            case Json.Num(var digits) -> new BigDecimal(digits);
            case Json.Bool(var truth) -> truth;
            case Json.Null() -> null;
        };
    }
}
