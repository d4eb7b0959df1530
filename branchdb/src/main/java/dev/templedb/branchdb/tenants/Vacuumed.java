package dev.templedb.branchdb.tenants;

/// What a vacuum came to.
///
/// @param bytesBefore of the file with its log
/// @param bytesAfter  of the file
public record Vacuumed(long bytesBefore, long bytesAfter) {}
