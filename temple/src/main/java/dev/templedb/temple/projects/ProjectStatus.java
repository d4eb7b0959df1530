package dev.templedb.temple.projects;

import java.util.EnumSet;
import java.util.Set;

/// Where a project stands in its life, and what may come next.
///
/// A project that is generated passes from `initializing` through `generating` or `planning` and `approved`;
/// others begin as `active`. Every project can be archived, and an archived one becomes active again.
public enum ProjectStatus {
    INITIALIZING,
    GENERATING,
    PLANNING,
    APPROVED,
    ACTIVE,
    COMPLETE,
    FAILED,
    ARCHIVED;

    /// The word for people, files and the database, such as `active`.
    public String word() {
        return Words.of(this);
    }

    /// @throws dev.templedb.core.TempleException with `PROJECT_VALUE_INVALID`
    public static ProjectStatus of(String word) {
        return Words.find(values(), word, "status");
    }

    /// The statuses that a project of this status may be given.
    public Set<ProjectStatus> next() {
        return switch (this) {
            case INITIALIZING -> EnumSet.of(GENERATING, PLANNING, ACTIVE, FAILED, ARCHIVED);
            case GENERATING -> EnumSet.of(PLANNING, ACTIVE, COMPLETE, FAILED, ARCHIVED);
            case PLANNING -> EnumSet.of(GENERATING, APPROVED, ACTIVE, FAILED, ARCHIVED);
            case APPROVED -> EnumSet.of(GENERATING, PLANNING, ACTIVE, FAILED, ARCHIVED);
            case ACTIVE -> EnumSet.of(PLANNING, COMPLETE, FAILED, ARCHIVED);
            case COMPLETE -> EnumSet.of(ACTIVE, ARCHIVED);
            case FAILED -> EnumSet.of(INITIALIZING, GENERATING, PLANNING, ACTIVE, ARCHIVED);
            case ARCHIVED -> EnumSet.of(ACTIVE);
        };
    }
}
