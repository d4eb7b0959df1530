package dev.templedb.api;

import java.time.Instant;
import java.util.UUID;

/// A public key of a profile.
///
/// @param kind `age`, `ssh` or `gpg`
public record KeyJson(UUID id, String kind, String name, String publicKey, String fingerprint, Instant createdAt) {}
