package dev.templedb.packages.file;

import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import java.util.List;

/// All that a package of one file says beside its frames. Whoever keeps it with the frames can make the package again.
///
/// @param manifest as it was written; what it says of entries and base is of that package alone
/// @param entries  those that describe the project, in their order: `project.json`, `metadata/`, and parts of a newer
///                 minor version. Not the state and the frame index
public record PackageDescription(Json.Obj manifest, ProjectState state, List<Entry> entries) {
    /// An entry of the package.
    public record Entry(String name, byte[] content) {}

    public PackageDescription {
        entries = List.copyOf(entries);
    }
}
