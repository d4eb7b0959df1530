package dev.templedb.api;

import org.jspecify.annotations.Nullable;

/// A version that a push publishes.
///
/// @param version a semantic version, without a leading `v`
/// @param notes   what is new in it
/// @param signature over the state, of OpenSSH or OpenPGP and in text form; null for none but those in the package
public record PushVersionJson(
        @Nullable String version,
        @Nullable String notes,
        @Nullable String signature) {}
