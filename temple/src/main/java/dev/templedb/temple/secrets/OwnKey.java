package dev.templedb.temple.secrets;

import java.nio.file.Path;

/// A private key of the user, by its public side.
///
/// @param kind      `age`, `ssh-ed25519` or `ssh-rsa`
/// @param publicKey the key to give to others
/// @param file      where the private key lies
/// @param isLocked  whether a passphrase protects it
public record OwnKey(String kind, String publicKey, Path file, boolean isLocked) {}
