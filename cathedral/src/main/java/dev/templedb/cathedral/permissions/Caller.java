package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who is calling: nobody in particular, or a user by way of a session or a token. Services take it as their first
/// argument.
///
/// @param identity null for somebody who is not signed in
/// @param origin   where the request comes from
public record Caller(@Nullable Identity identity, Origin origin) {
    /// The server itself, and whoever runs it.
    public static final Caller SERVER = anonymous(Origin.SERVER);

    /// A user, with what the session or token that was used is good for.
    ///
    /// @param user          the user's id
    /// @param name          the user's name, as the user writes it
    /// @param administrator whether the user administers this server
    /// @param scopes        what may be done; what they imply is in it
    /// @param projects      the only projects that the token reaches; null when it is not limited
    /// @param token         the token that was used; null for a session
    /// @param session       the session that was used; null for a token
    public record Identity(
            UUID user,
            String name,
            boolean administrator,
            Set<Scope> scopes,
            @Nullable Set<UUID> projects,
            @Nullable UUID token,
            @Nullable UUID session) {
        public Identity {
            scopes = Set.copyOf(scopes);
            projects = projects == null ? null : Set.copyOf(projects);
        }
    }

    /// Somebody who is not signed in.
    public static Caller anonymous(Origin origin) {
        return new Caller(null, origin);
    }

    /// True for a user.
    public boolean isSignedIn() {
        return identity != null;
    }

    /// The user's id; null for somebody who is not signed in.
    public @Nullable UUID user() {
        return identity == null ? null : identity.user();
    }

    /// True for a user whose session or token has `scope`.
    public boolean has(Scope scope) {
        return identity != null && identity.scopes().contains(scope);
    }

    /// True for an administrator of this server who acts with the scope for it.
    public boolean administers() {
        return identity != null && identity.administrator() && has(Scope.ADMIN);
    }

    /// True when the token, if one was used, is not limited to other projects.
    public boolean reaches(UUID project) {
        return identity != null
                && (identity.projects() == null || identity.projects().contains(project));
    }

    /// The user whose eyes projects are seen with: null, as for nobody, when the token may not read projects.
    @Nullable
    UUID viewer() {
        return has(Scope.READ_PROJECTS) ? user() : null;
    }

    /// The user.
    ///
    /// @throws TempleException with `LOGIN_REQUIRED` for somebody who is not signed in
    public Identity signedIn() {
        if (identity == null) {
            throw new TempleException(ErrorCode.LOGIN_REQUIRED, "This needs somebody who is signed in.");
        }
        return identity;
    }

    /// The user, whose session or token has `scope`.
    ///
    /// @throws TempleException with `LOGIN_REQUIRED` for somebody who is not signed in, `SCOPE_MISSING` for a token
    ///         without it
    public Identity with(Scope scope) {
        var user = signedIn();
        if (!user.scopes().contains(scope)) {
            throw new TempleException(
                    ErrorCode.SCOPE_MISSING, "The token that was used has not the scope %s.".formatted(scope.word()));
        }
        return user;
    }

    /// The user, who administers this server.
    ///
    /// @throws TempleException with `LOGIN_REQUIRED`, `SCOPE_MISSING`, or `PERMISSION_DENIED` for everybody else
    public Identity administrator() {
        var user = with(Scope.ADMIN);
        if (!user.administrator()) {
            throw new TempleException(ErrorCode.PERMISSION_DENIED, "Only administrators of this server may do this.");
        }
        return user;
    }
}
