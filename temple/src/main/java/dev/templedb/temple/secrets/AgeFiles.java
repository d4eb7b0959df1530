package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.Age;
import dev.templedb.packages.age.AgeFailure;
import dev.templedb.packages.age.AgeIdentity;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.temple.secrets.SqliteSecretStore.Stored;
import java.util.List;

/// Encrypts and opens the values of secrets.
final class AgeFiles {
    private AgeFiles() {}

    /// The value of a secret; the caller wipes it.
    ///
    /// @throws TempleException with `SECRET_LOCKED` or `SECRET_DAMAGED`
    static byte[] open(Stored stored, List<AgeIdentity> identities) {
        try {
            return Age.decrypt(stored.ciphertext(), identities);
        } catch (AgeFailure failure) {
            var name = stored.secret().name();
            throw failure.reason() == AgeFailure.Reason.NO_IDENTITY
                    ? new TempleException(
                            ErrorCode.SECRET_LOCKED, "None of your keys opens the secret %s.".formatted(name))
                    : new TempleException(
                            ErrorCode.SECRET_DAMAGED,
                            "The secret %s cannot be opened: %s.".formatted(name, failure.getMessage()));
        }
    }

    /// A value for those who are to read it.
    ///
    /// @throws TempleException with `KEY_INVALID`
    static byte[] encrypt(byte[] value, List<AgeRecipient> recipients) {
        try {
            return Age.encrypt(value, recipients);
        } catch (AgeFailure failure) {
            throw Keys.invalid("The secret cannot be encrypted: %s.".formatted(failure.getMessage()));
        }
    }

    /// The public keys of those who can read, on one line each.
    static List<String> keys(List<AgeRecipient> recipients) {
        return recipients.stream().map(AgeRecipient::key).toList();
    }
}
