package dev.templedb.cathedral.accounts;

import java.time.Instant;
import java.util.UUID;

/// A public key in a profile.
///
/// @param kind        `age`, `ssh` or `gpg`
/// @param text        the key as its programs write it
/// @param fingerprint what its programs call it by: for age the recipient itself
public record PublicKey(UUID id, String kind, String name, String text, String fingerprint, Instant createdAt) {}
