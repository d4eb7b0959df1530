package dev.templedb.cathedral.redis;

import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// The setting of Redis.
public final class RedisSettings {
    /// Never shown, because it may have a password.
    public static final Setting<Optional<String>> URL = Setting.secret(
            "redis.url",
            "A Redis or Valkey that helps PostgreSQL: redis://USER:PASSWORD@HOST:6379/0, or rediss:// with encryption.");

    private RedisSettings() {}

    /// Refuses an address that is none, before anything is started.
    ///
    /// @throws TempleException with `SETTING_INVALID`
    public static void check(Settings settings) {
        settings.get(URL).ifPresent(RedisSettings::parse);
    }

    /// Reads the address.
    ///
    /// @throws TempleException with `SETTING_INVALID`, without the address, which may have a password
    static URI parse(String text) {
        try {
            var url = new URI(text);
            boolean isRedis = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            if (isRedis && url.getHost() != null && url.getQuery() == null && path.matches("/?|/[0-9]{1,4}")) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // As below: what is wrong with it would be shown with it.
        }
        throw new TempleException(
                ErrorCode.SETTING_INVALID,
                "%s has to be of the form redis://USER:PASSWORD@HOST:6379/0.".formatted(URL.key()));
    }
}
