package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program asks to be let in by a person (RFC 8628).
///
/// @param clientName what the person is shown
/// @param scopes     null for all but `admin`
public record NewDeviceJson(
        @Nullable String clientName, @Nullable List<String> scopes) {}
