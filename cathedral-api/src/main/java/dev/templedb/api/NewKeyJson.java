package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// Adds a public key to one's profile.
///
/// @param kind      `age`, `ssh` or `gpg`
/// @param name      null for the comment in the key
/// @param publicKey an age recipient, a line of authorized_keys, or an armored OpenPGP key
public record NewKeyJson(
        @Nullable String kind,
        @Nullable String name,
        @Nullable String publicKey) {}
