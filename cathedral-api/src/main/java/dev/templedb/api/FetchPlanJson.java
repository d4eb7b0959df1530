package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Of which segments a package is made, in order. Its inline bytes follow in the same answer, in the same order.
///
/// @param state    content root of the package
/// @param version  that was asked for; null for none
/// @param bytes    of the package; 0 when the caller has the state already
public record FetchPlanJson(String state, @Nullable String version, long bytes, List<FetchSegmentJson> segments) {}
