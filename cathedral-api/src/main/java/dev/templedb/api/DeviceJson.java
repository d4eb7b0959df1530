package dev.templedb.api;

/// What the program shows, and how it goes on asking.
///
/// @param deviceCode      for the program alone
/// @param userCode        what the person types, such as `BCDF-GHJK`
/// @param verificationUri where
/// @param expiresIn       seconds
/// @param interval        seconds between two questions
public record DeviceJson(
        String deviceCode,
        String userCode,
        String verificationUri,
        String verificationUriComplete,
        long expiresIn,
        long interval) {}
