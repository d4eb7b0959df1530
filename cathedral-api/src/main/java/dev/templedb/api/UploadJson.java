package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A package on its way to the server.
///
/// @param bytes     of the package
/// @param partBytes length of every part but the last
/// @param offset    how many bytes are there without a gap
/// @param expiresAt when an unfinished upload is given up
/// @param parts     that have arrived, in order
public record UploadJson(
        UUID id, long bytes, int partBytes, long offset, Instant expiresAt, List<UploadPartJson> parts) {}
