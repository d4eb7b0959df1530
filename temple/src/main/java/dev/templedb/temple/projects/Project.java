package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import dev.templedb.packages.json.Json;
import java.time.Instant;
import java.util.UUID;

/// One project of the temple. Its files and history are elsewhere, under its `id`.
///
/// @param id             its number in this temple, 0 before it is inserted
/// @param uuid           its identity everywhere
/// @param slug           its short name in this temple, unique without regard to case
/// @param unknownFields  what an imported package said that this version does not know: `{"manifest": {}, "project":
/// {}}`
/// @param createdBy      a user name without a host
/// @param createdAt      UTC, millisecond precision, as the two that follow
/// @param updatedAt      when a field was last changed
/// @param lastActivityAt when anything about the project last changed
/// @param rev            grows by one with each change
public record Project(
        long id,
        UUID uuid,
        Slug slug,
        ProjectFields fields,
        Json.Obj unknownFields,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        Instant lastActivityAt,
        long rev) {
    /// A project that begins now and is not inserted yet.
    public static Project begun(Slug slug, ProjectFields fields, String user, Instant now) {
        return new Project(0, UUID.randomUUID(), slug, fields, Json.Obj.empty(), user, now, now, now, 1);
    }

    public Project withId(long newId) {
        return new Project(
                newId, uuid, slug, fields, unknownFields, createdBy, createdAt, updatedAt, lastActivityAt, rev);
    }

    public Project withUuid(UUID newUuid) {
        return new Project(
                id, newUuid, slug, fields, unknownFields, createdBy, createdAt, updatedAt, lastActivityAt, rev);
    }

    public Project withSlug(Slug newSlug) {
        return new Project(
                id, uuid, newSlug, fields, unknownFields, createdBy, createdAt, updatedAt, lastActivityAt, rev);
    }

    public Project withFields(ProjectFields newFields) {
        return new Project(
                id, uuid, slug, newFields, unknownFields, createdBy, createdAt, updatedAt, lastActivityAt, rev);
    }

    public Project withUnknownFields(Json.Obj newUnknownFields) {
        return new Project(
                id, uuid, slug, fields, newUnknownFields, createdBy, createdAt, updatedAt, lastActivityAt, rev);
    }

    Project changedAt(Instant now) {
        return new Project(id, uuid, slug, fields, unknownFields, createdBy, createdAt, now, now, rev + 1);
    }
}
