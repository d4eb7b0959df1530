package dev.templedb.cathedral.permissions;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What can be done to a project: with the scope that a token needs for it, and the least role.
public enum ProjectAction {
    /// Sees it: its page, versions, tags, activity; fetches, downloads and clones it.
    READ(Scope.READ_PROJECTS, null),
    STAR(Scope.WRITE_USER, null),
    WATCH(Scope.WRITE_USER, null),
    FORK(Scope.WRITE_PROJECTS, null),
    LIST_COLLABORATORS(Scope.READ_PROJECTS, Role.READER),
    PUSH(Scope.WRITE_PROJECTS, Role.CONTRIBUTOR),
    PUBLISH(Scope.WRITE_PROJECTS, Role.CONTRIBUTOR),
    /// Takes a version back, or takes that back.
    YANK(Scope.WRITE_PROJECTS, Role.MAINTAINER),
    /// Changes name, description, tags and other settings.
    EDIT(Scope.WRITE_PROJECTS, Role.MAINTAINER),
    DELETE_VERSION(Scope.ADMIN_PROJECTS, Role.MAINTAINER),
    MANAGE_COLLABORATORS(Scope.ADMIN_PROJECTS, Role.MAINTAINER),
    READ_AUDIT(Scope.ADMIN_PROJECTS, Role.MAINTAINER),
    /// Says whether versions must be signed.
    CHANGE_POLICY(Scope.ADMIN_PROJECTS, Role.OWNER),
    CHANGE_VISIBILITY(Scope.ADMIN_PROJECTS, Role.OWNER),
    MOVE(Scope.ADMIN_PROJECTS, Role.OWNER),
    DELETE(Scope.ADMIN_PROJECTS, Role.OWNER);

    private final Scope scope;
    private final @Nullable Role role;

    ProjectAction(Scope scope, @Nullable Role role) {
        this.scope = scope;
        this.role = role;
    }

    /// What a token must have for it.
    public Scope scope() {
        return scope;
    }

    /// The least role; null when everybody who sees the project and is signed in may do it.
    public @Nullable Role role() {
        return role;
    }

    /// The word of the table of permissions, such as `list collaborators`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
