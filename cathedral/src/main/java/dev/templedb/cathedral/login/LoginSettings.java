package dev.templedb.cathedral.login;

import dev.templedb.cathedral.settings.Setting;

/// The settings of accounts.
public final class LoginSettings {
    public static final Setting<RegistrationMode> REGISTRATION = Setting.choice(
            "accounts.registration",
            RegistrationMode.class,
            RegistrationMode.LOOPBACK,
            "Whether people may make accounts for themselves: open, closed, or only to those on this machine (loopback).");

    public static final Setting<Boolean> EMAIL_REQUIRED = Setting.flag(
            "accounts.email-required",
            false,
            "Whether people who make accounts for themselves have to give an e-mail address.");

    /// Who may make an account without an administrator.
    public enum RegistrationMode {
        LOOPBACK,
        OPEN,
        CLOSED
    }

    private LoginSettings() {}
}
