package dev.templedb.branchdb.merge;

import dev.templedb.packages.json.Json;

/// How a conflict is decided.
public sealed interface Resolution {
    /// As the target has it.
    record Ours() implements Resolution {}

    /// As the source has it.
    record Theirs() implements Resolution {}

    /// In a form given by hand: the JSON of a table, column, view, index or trigger; `null` to have none.
    record ByHand(Json form) implements Resolution {}

    /// As the target has it.
    Resolution OURS = new Ours();

    /// As the source has it.
    Resolution THEIRS = new Theirs();
}
