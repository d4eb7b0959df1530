package dev.templedb.cathedral.permissions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rule, as a function of the facts: the only place in Java that decides about projects.
public final class ProjectRules {
    private ProjectRules() {}

    /// What the rule says.
    public enum Verdict {
        ALLOWED,
        /// To be answered as if the project had never been.
        NOT_FOUND,
        /// Signing in might help.
        UNAUTHENTICATED,
        /// The token has not the scope, or is limited to other projects.
        SCOPE_MISSING,
        /// The role does not do.
        FORBIDDEN
    }

    /// Judges.
    ///
    /// @param role the caller's role on the project, by whatever way; null for none
    public static Verdict judge(
            Caller caller, UUID project, Visibility visibility, @Nullable Role role, ProjectAction action) {
        boolean known = caller.has(Scope.READ_PROJECTS) && caller.reaches(project);
        var effective = caller.administers() ? Role.OWNER : role;
        boolean visible = switch (visibility) {
            case PUBLIC -> true;
            case INTERNAL -> known;
            case PRIVATE -> known && effective != null;
        };
        if (!visible) {
            return Verdict.NOT_FOUND;
        }
        if (action == ProjectAction.READ) {
            return Verdict.ALLOWED;
        }
        if (!caller.isSignedIn()) {
            return Verdict.UNAUTHENTICATED;
        }
        if (!caller.has(action.scope()) || !caller.reaches(project)) {
            return Verdict.SCOPE_MISSING;
        }
        var least = action.role();
        return least == null || (effective != null && effective.covers(least)) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    }
}
