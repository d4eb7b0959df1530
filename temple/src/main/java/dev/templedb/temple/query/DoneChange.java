package dev.templedb.temple.query;

import java.util.List;

/// Something that was changed, or would be.
///
/// @param change  what: `create`, `edit`, `remove`, `add tag`, `remove tag`, `set variable`, `remove variable`
/// @param project the project's slug
/// @param names   fields, tags or variables, never their values
public record DoneChange(String change, String project, List<String> names) {
    public DoneChange {
        names = List.copyOf(names);
    }
}
