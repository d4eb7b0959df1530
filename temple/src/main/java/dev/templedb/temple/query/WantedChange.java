package dev.templedb.temple.query;

import org.jspecify.annotations.Nullable;

/// What a trigger noted: see `changes.sql`.
///
/// @param projectId the project; 0 for one that is to be made
/// @param name      the field, tag or variable, or the slug of a new project
/// @param detail    the environment of a variable
/// @param value     what it shall be; null to clear it
record WantedChange(
        String action,
        long projectId,
        String name,
        String detail,
        @Nullable String value) {}
