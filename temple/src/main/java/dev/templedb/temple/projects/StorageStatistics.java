package dev.templedb.temple.projects;

/// What the temple's file holds.
///
/// @param projects        projects that are not removed
/// @param removedProjects projects that `undo` can bring back
/// @param objects         commits, trees, tags and file contents, each counted once
/// @param rawBytes        their size before compression
/// @param storedBytes     their size as stored
/// @param fileBytes       size of the database file
/// @param schemaVersion   number of the last migration
public record StorageStatistics(
        long projects,
        long removedProjects,
        long objects,
        long rawBytes,
        long storedBytes,
        long fileBytes,
        int schemaVersion) {}
