package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.state.ProjectState;

/// A state that the server keeps.
///
/// @param description what its package says beside the frames
public record KeptState(PackageDescription description) {
    public ProjectState state() {
        return description.state();
    }

    public Sha256 root() {
        return state().root();
    }
}
