package dev.templedb.cathedral.transfer;

import dev.templedb.api.NewProjectJson;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.signatures.PackageSignature;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What a push asks of the rest of the server, in its transaction. Each question is asked when a push is negotiated,
/// before a byte moves, and again when it is committed.
public interface PushHooks {
    /// Refuses a project that the caller may not make, or whose address is taken.
    void requireCreatable(Handle handle, Caller caller, ProjectAddress address, NewProjectJson wanted);

    /// Makes a project for its first push.
    ProjectAccess create(Handle handle, Caller caller, ProjectAddress address, NewProjectJson wanted);

    /// Refuses what quotas and policies do not allow.
    ///
    /// @param project null for one that is to be made, as `create` says
    /// @param bytes   how many bytes the package has, or in the end how many were added to storage
    void requireAllowed(
            Handle handle,
            Caller caller,
            ProjectAddress address,
            @Nullable ProjectAccess project,
            @Nullable NewProjectJson create,
            long bytes);

    /// Refuses a version that cannot be published.
    ///
    /// @param project null for one that is to be made
    /// @param state   that it is to name
    /// @param carried the signatures that its package is known to carry
    void requirePublishable(
            Handle handle,
            Caller caller,
            ProjectAddress address,
            @Nullable ProjectAccess project,
            PushRequest.NewVersion version,
            Sha256 state,
            List<PackageSignature> carried);

    /// Whether a project lacks some of these tags.
    ///
    /// @throws TempleException with `TAG_INVALID` when it cannot have them all
    boolean lacksTags(Handle handle, ProjectAccess project, List<String> tags);

    /// Puts the tags on a project that it lacks.
    void tag(Handle handle, Caller caller, ProjectAccess project, List<String> tags);

    /// Whether a version is published already, and is of this state.
    boolean isPublished(Handle handle, ProjectAccess project, PushRequest.NewVersion version, Sha256 state);

    /// Publishes a version of a state that is kept, if [#requirePublishable] does not refuse it.
    void publish(Handle handle, Caller caller, ProjectAccess project, PushRequest.NewVersion version, KeptState state);

    /// Tells of a push: activity, audit, and what search looks at. Asked last in the transaction.
    void pushed(Handle handle, Caller caller, ProjectAccess project, KeptState state, boolean created);
}
