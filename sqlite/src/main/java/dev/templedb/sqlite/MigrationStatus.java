package dev.templedb.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One migration, as the program knows it and as the file has it.
///
/// @param version   its number, from 1
/// @param name      what it does, in a few words
/// @param state     whether the file has it
/// @param appliedAt when it was applied to this file, or null
public record MigrationStatus(
        int version, String name, State state, @Nullable Instant appliedAt) {
    /// How file and program agree on a migration.
    public enum State {
        APPLIED,
        PENDING,
        /// Applied with another text than the program has.
        CHANGED,
        /// Applied, and unknown to this program.
        UNKNOWN
    }
}
