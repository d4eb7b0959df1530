package dev.templedb.temple.secrets;

import java.time.Instant;
import java.util.List;

/// One version of a secret, without its value.
///
/// @param name       as a program's environment knows it
/// @param version    1 for its first value
/// @param changedAt  when it got this value; the epoch when it came with a package, which does not say it
/// @param changedBy  who gave it
/// @param recipients the public keys that open it
/// @param exposedTo  recipients who left and knew this value; it should get a new one while there are any
/// @param isRemoved  whether the secret was removed and only its history is here
public record Secret(
        String name,
        long version,
        Instant changedAt,
        String changedBy,
        List<String> recipients,
        List<String> exposedTo,
        boolean isRemoved) {
    public Secret {
        recipients = List.copyOf(recipients);
        exposedTo = List.copyOf(exposedTo);
    }
}
