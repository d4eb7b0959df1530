package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.state.ProjectState;
import java.util.List;

/// A state that the server keeps.
///
/// @param description what its package says beside the frames
public record KeptState(PackageDescription description) {
    public ProjectState state() {
        return description.state();
    }

    /// The signatures that its package carries.
    List<PackageSignature> signatures() {
        return CarriedSignatures.of(description.manifest());
    }

    public Sha256 root() {
        return state().root();
    }
}
