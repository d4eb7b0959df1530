package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for what the caller lacks of a project.
///
/// @param want    null for the present state
/// @param have    states that the caller has, at most 1,000
/// @param commits commits that the caller has, with all that they reach, at most 1,000
public record FetchJson(
        @Nullable FetchWantJson want,
        @Nullable List<String> have,
        @Nullable List<String> commits) {}
