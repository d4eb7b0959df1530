package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;

/// Looks at keys before work begins that needs them at its end.
public final class KeyCheck {
    private KeyCheck() {}

    /// Reads every key of `keys`; asks for the passphrases that will be needed.
    ///
    /// @throws TempleException with `KEY_INVALID`, `KEY_FILE_EXPOSED` or whatever else keeps a key from being read;
    /// with
    ///         `SECRET_LOCKED` when there is none
    public static void requireUsable(KeyRing keys) {
        if (keys.identities().isEmpty()) {
            throw new TempleException(
                    ErrorCode.SECRET_LOCKED, "You have no key that could open the secrets; nothing was imported.");
        }
    }
}
