package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks whether a push may be made, and how.
///
/// @param expected the state that the project is at, as far as the caller knows; null for none yet
/// @param known    states that the caller has, at most 1,000
/// @param state    that the project is to be at
/// @param bytes    how many bytes the package has
/// @param create   the project to make, if there is none; its owner and slug are those of the address
/// @param version  to publish; null for none
/// @param tags     to put on the project, if it has not got them; null for none
public record PushJson(
        @Nullable String expected,
        @Nullable List<String> known,
        @Nullable String state,
        @Nullable Long bytes,
        @Nullable NewProjectJson create,
        @Nullable PushVersionJson version,
        @Nullable List<String> tags) {}
