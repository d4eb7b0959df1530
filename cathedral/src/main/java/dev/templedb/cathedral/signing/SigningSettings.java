package dev.templedb.cathedral.signing;

import dev.templedb.cathedral.settings.Setting;

/// The settings of signatures.
public final class SigningSettings {
    public static final Setting<SignedVersions> SIGNED_VERSIONS = Setting.choice(
            "versions.signed",
            SignedVersions.class,
            SignedVersions.MARKED,
            "What is asked of versions where neither project nor organization says: only those that a key of a profile has"
                    + " signed (required), or all, marked as signed or not (marked).");

    private SigningSettings() {}
}
