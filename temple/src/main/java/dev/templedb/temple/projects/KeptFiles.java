package dev.templedb.temple.projects;

import dev.templedb.packages.json.Json;

/// Edits that were thrown away and that a checked-out directory keeps.
///
/// @param checkout the number of the directory
/// @param save     which of those that it keeps
public record KeptFiles(long checkout, long save) {
    KeptChange change() {
        return KeptChange.removed(Long.toString(checkout), new Json.Str(Long.toString(save)));
    }

    static KeptFiles of(KeptChange change) {
        var save = change.before().orElseThrow() instanceof Json.Str(var number) ? number : "";
        return new KeptFiles(Long.parseLong(change.name()), Long.parseLong(save));
    }
}
