package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// The program asks whether it has been let in.
public record DeviceTokenJson(@Nullable String deviceCode) {}
