package dev.templedb.temple.secrets;

import dev.templedb.core.Printable;
import dev.templedb.packages.age.AgeRecipient;
import java.util.List;
import java.util.stream.Collectors;

/// Somebody who can open the secrets of a project.
///
/// @param kind    `age`, `ssh-ed25519` or `ssh-rsa`
/// @param key     the public key on one line
/// @param comment whose it is; may be empty
public record Recipient(String kind, String key, String comment) {
    /// Recipients in a sentence: their comments with their keys.
    static String list(List<AgeRecipient> recipients) {
        return recipients.stream()
                .map(one -> one.comment().isEmpty() ? one.key() : "%s (%s)".formatted(one.comment(), one.key()))
                .map(Printable::text)
                .collect(Collectors.joining(", "));
    }
}
