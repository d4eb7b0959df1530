package dev.templedb.packages.file;

import dev.templedb.packages.json.Json;
import java.util.LinkedHashMap;

/// Finds the members of a document that this version does not know.
final class Unknown {
    private Unknown() {}

    /// The members of `theirs` that `known` does not have; inside objects that both have, the same. A member that
    /// is no object in `known` is known with all it holds.
    static Json.Obj members(Json.Obj theirs, Json.Obj known) {
        var unknown = new LinkedHashMap<String, Json>();
        for (var member : theirs.members().entrySet()) {
            var ours = known.get(member.getKey());
            if (ours == null) {
                unknown.put(member.getKey(), member.getValue());
            } else if (ours instanceof Json.Obj inside && member.getValue() instanceof Json.Obj theirsInside) {
                var nested = members(theirsInside, inside);
                if (!nested.members().isEmpty()) {
                    unknown.put(member.getKey(), nested);
                }
            }
        }
        return new Json.Obj(unknown);
    }
}
