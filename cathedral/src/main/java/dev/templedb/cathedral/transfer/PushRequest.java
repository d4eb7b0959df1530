package dev.templedb.cathedral.transfer;

import dev.templedb.api.NewProjectJson;
import dev.templedb.core.Sha256;
import dev.templedb.packages.signatures.PackageSignature;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a push is to do.
///
/// @param expected the state that the project is at, as far as the caller knows; empty for none yet
/// @param state    that it is to be at
/// @param create   the project to make, if there is none
/// @param version  to publish; null for none
/// @param tags     to put on the project, besides those that it has
public record PushRequest(
        Optional<Sha256> expected,
        Sha256 state,
        @Nullable NewProjectJson create,
        @Nullable NewVersion version,
        List<String> tags) {
    public PushRequest {
        tags = List.copyOf(tags);
    }

    /// A push that puts no tags on the project.
    public PushRequest(
            Optional<Sha256> expected, Sha256 state, @Nullable NewProjectJson create, @Nullable NewVersion version) {
        this(expected, state, create, version, List.of());
    }

    /// A version to publish.
    ///
    /// @param notes     what is new in it; null for none
    /// @param signature over the state, which holds; null for none but those in the package
    public record NewVersion(
            String version,
            @Nullable String notes,
            @Nullable PackageSignature signature) {}
}
