package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.state.ProjectState;

/// A state that the server keeps.
///
/// @param number      grows with every push
/// @param description what its package says beside the frames
public record KeptState(long number, PackageDescription description) {
    public ProjectState state() {
        return description.state();
    }

    public Sha256 root() {
        return state().root();
    }
}
