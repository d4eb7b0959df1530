package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a token.
///
/// @param scopes        null for all but `admin`
/// @param expiresInDays 1 to 3650; null for 365
/// @param projects      `owner/slug` of the only projects that it reaches; null for no such limit
public record NewTokenJson(
        @Nullable String name,
        @Nullable List<String> scopes,
        @Nullable Integer expiresInDays,
        @Nullable List<String> projects) {}
