package dev.templedb.cathedral.program;

import dev.templedb.cathedral.http.HttpSettings;
import dev.templedb.cathedral.identities.ProviderSettings;
import dev.templedb.cathedral.postgres.DatabaseAddress;
import dev.templedb.cathedral.postgres.DatabaseSettings;
import dev.templedb.cathedral.program.ProgramSettings.LogFormat;
import dev.templedb.cathedral.redis.RedisSettings;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Our settings in the words of Quarkus.
final class QuarkusProperties {
    /// Before the keys of our own settings.
    static final String PREFIX = "cathedral.";

    private QuarkusProperties() {}

    /// All but the database; refuses settings that do not go together.
    static Map<String, String> of(Launch launch, Surroundings surroundings) {
        var settings = launch.settings();
        var properties = new LinkedHashMap<String, String>();
        settings.given().forEach((key, value) -> properties.put(PREFIX + key, value));
        properties.put(
                PREFIX + ProgramSettings.DATA_DIR.key(), launch.dataDirectory().toString());
        properties.put(
                "quarkus.datasource.jdbc.max-size",
                settings.get(DatabaseSettings.CONNECTIONS).toString());
        properties.put("quarkus.http.host", settings.get(HttpSettings.HOST));
        properties.put(
                "quarkus.shutdown.delay",
                settings.get(HttpSettings.SHUTDOWN_DELAY).toString());
        properties.put(
                "quarkus.shutdown.timeout",
                settings.get(HttpSettings.SHUTDOWN_TIMEOUT).toString());
        encryption(settings, properties);
        proxies(settings, properties);
        ProviderSettings.check(settings);
        RedisSettings.check(settings);
        logging(settings, properties, surroundings);
        AccessLogWiring.check(settings);
        return properties;
    }

    static Map<String, String> of(DatabaseAddress database) {
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password());
    }

    private static void encryption(Settings settings, Map<String, String> properties) {
        var certificate = settings.get(HttpSettings.TLS_CERTIFICATE);
        var key = settings.get(HttpSettings.TLS_KEY);
        String port = settings.get(HttpSettings.PORT).toString();
        if (certificate.isPresent() != key.isPresent()) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID, "http.tls-certificate and http.tls-key go together: only one is set.");
        }
        if (certificate.isEmpty()) {
            properties.put("quarkus.http.port", port);
            return;
        }
        properties.put("quarkus.http.ssl-port", port);
        properties.put("quarkus.http.insecure-requests", "disabled");
        properties.put("quarkus.http.ssl.certificate.files", certificate.get().toString());
        properties.put(
                "quarkus.http.ssl.certificate.key-files", key.orElseThrow().toString());
    }

    private static void proxies(Settings settings, Map<String, String> properties) {
        var proxies = settings.get(HttpSettings.TRUSTED_PROXIES);
        if (!proxies.isEmpty()) {
            properties.put("quarkus.http.proxy.proxy-address-forwarding", "true");
            properties.put("quarkus.http.proxy.allow-x-forwarded", "true");
            properties.put("quarkus.http.proxy.enable-forwarded-host", "true");
            properties.put("quarkus.http.proxy.trusted-proxies", String.join(",", proxies));
        }
    }

    private static void logging(Settings settings, Map<String, String> properties, Surroundings surroundings) {
        var format = settings.get(ProgramSettings.LOG_FORMAT);
        boolean isJson = format == LogFormat.JSON || (format == LogFormat.AUTO && !surroundings.errIsTerminal());
        properties.put("quarkus.log.console.json.enabled", Boolean.toString(isJson));
        properties.put("quarkus.log.console.stderr", "true");
        properties.put(
                "quarkus.log.category.\"dev.templedb\".level",
                settings.get(ProgramSettings.LOG_LEVEL).name());
    }
}
