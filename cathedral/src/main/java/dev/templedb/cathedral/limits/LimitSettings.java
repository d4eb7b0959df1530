package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.settings.Setting;
import java.util.List;

/// The settings of limits. What a user may do in a minute is a matter of the plan.
public final class LimitSettings {
    public static final Setting<Boolean> ENABLED =
            Setting.flag("limits.enabled", true, "Whether requests and bytes are limited; quotas are in any case.");
    public static final Setting<Long> ADDRESS_REQUESTS = Setting.numberOrUnlimited(
            "limits.address.requests", "600", "Requests that do work, a minute, of an address without signing in.");
    public static final Setting<Long> ADDRESS_TRAFFIC = Setting.bytesOrUnlimited(
            "limits.address.traffic",
            "4 GiB",
            "Bytes that go to and fro in a minute, of an address without signing in.");
    public static final Setting<Long> TOKEN_REQUESTS = Setting.numberOrUnlimited(
            "limits.token.requests", "6000", "Requests that do work, a minute, with one token.");
    public static final Setting<Long> TOKEN_TRAFFIC = Setting.bytesOrUnlimited(
            "limits.token.traffic", "32 GiB", "Bytes that go to and fro in a minute, with one token.");
    public static final Setting<Long> SIGN_IN_REQUESTS = Setting.numberOrUnlimited(
            "limits.sign-in.requests",
            "30",
            "Attempts to sign in or register, new device codes and wrong tokens, a minute, of an address.");

    /// All of them.
    public static final List<Setting<?>> ALL =
            List.of(ENABLED, ADDRESS_REQUESTS, ADDRESS_TRAFFIC, TOKEN_REQUESTS, TOKEN_TRAFFIC, SIGN_IN_REQUESTS);

    private LimitSettings() {}
}
