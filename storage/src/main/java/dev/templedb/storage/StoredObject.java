package dev.templedb.storage;

import java.time.Instant;

/// What a listing says of an object.
///
/// @param bytes    its length in bytes
/// @param storedAt when it was stored, by the clock of the storage
public record StoredObject(ObjectKey key, long bytes, Instant storedAt) {}
