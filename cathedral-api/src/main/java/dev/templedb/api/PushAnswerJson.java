package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// How a push that may be made goes on.
///
/// @param upload where the package goes; null when the project is at the wanted state already
/// @param base   the newest of the caller's states that the project has: the package builds on it; null for a whole one
public record PushAnswerJson(
        @Nullable UploadJson upload, @Nullable String base) {}
