package dev.templedb.temple.secrets;

/// Somebody who can open the secrets of a project.
///
/// @param kind    `age`, `ssh-ed25519` or `ssh-rsa`
/// @param key     the public key on one line
/// @param comment whose it is; may be empty
public record Recipient(String kind, String key, String comment) {}
