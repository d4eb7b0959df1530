package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.tags.Tags;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The tags of a project.
@Singleton
public final class ProjectTags {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final AuditLog audit;
    private final Tags tags = new Tags();

    public ProjectTags(Jdbi jdbi, Permissions permissions, AuditLog audit) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.audit = audit;
    }

    /// The tags of a project, in the order of their names.
    public List<Tags.Tag> list(Caller caller, ProjectAddress address) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ);
            return tags.of(handle, caller, access.project());
        });
    }

    /// Puts a tag on a project that may have it already.
    public Tags.Tag put(Caller caller, ProjectAddress address, String word, @Nullable String category) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.EDIT);
            tags.put(handle, access.project(), word, category);
            audit.record(
                    handle,
                    caller,
                    "project.tag",
                    Projects.resource(access.project(), access.address()),
                    Map.of("tag", Tags.valid(word)));
            return tags.of(handle, caller, access.project()).stream()
                    .filter(tag -> tag.name().equals(Tags.valid(word)))
                    .findFirst()
                    .orElseThrow();
        });
    }

    /// Takes a tag off a project.
    public void remove(Caller caller, ProjectAddress address, String word) {
        jdbi.useTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.EDIT);
            tags.remove(handle, access.project(), word);
            audit.record(
                    handle,
                    caller,
                    "project.untag",
                    Projects.resource(access.project(), access.address()),
                    Map.of("tag", word));
        });
    }
}
