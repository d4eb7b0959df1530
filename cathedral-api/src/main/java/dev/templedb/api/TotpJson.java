package dev.templedb.api;

/// The shared secret of an authenticator.
///
/// @param secret in base 32
/// @param uri    for a QR code: `otpauth://totp/...`
public record TotpJson(String secret, String uri) {}
