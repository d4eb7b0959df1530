package dev.templedb.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A part of a package: the next `inline` bytes of the answer, or a range of a pack.
public record FetchSegmentJson(
        @Nullable Long inline,
        @Nullable UUID pack,
        @Nullable Long offset,
        @Nullable Long length) {}
