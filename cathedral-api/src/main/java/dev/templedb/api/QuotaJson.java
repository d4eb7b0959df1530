package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// How much an owner has of something.
///
/// @param limit null for none
/// @param left  what still fits; null without a limit
public record QuotaJson(
        long used, @Nullable Long limit, @Nullable Long left) {}
