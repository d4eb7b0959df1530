package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// The person's decision.
public record DeviceDecisionJson(@Nullable Boolean granted) {}
