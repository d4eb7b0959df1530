package dev.templedb.cathedral.program;

import dev.templedb.cathedral.git.GitSettings;
import dev.templedb.cathedral.http.HttpSettings;
import dev.templedb.cathedral.identities.ProviderSettings;
import dev.templedb.cathedral.jobs.JobSettings;
import dev.templedb.cathedral.limits.LimitSettings;
import dev.templedb.cathedral.login.LoginSettings;
import dev.templedb.cathedral.postgres.DatabaseSettings;
import dev.templedb.cathedral.quotas.PlanSettings;
import dev.templedb.cathedral.redis.RedisSettings;
import dev.templedb.cathedral.secrets.SecretSettings;
import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.signing.SigningSettings;
import dev.templedb.cathedral.storage.StorageSettings;
import dev.templedb.cathedral.traces.TraceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings of the program itself, and the catalogue of all.
final class ProgramSettings {
    static final Setting<Optional<Path>> DATA_DIR = Setting.path(
            "data-dir", "Where the server keeps everything; $XDG_DATA_HOME/cathedral when nothing is said.");
    static final Setting<LogLevel> LOG_LEVEL =
            Setting.choice("log.level", LogLevel.class, LogLevel.INFO, "What is logged.");
    static final Setting<LogFormat> LOG_FORMAT = Setting.choice(
            "log.format", LogFormat.class, LogFormat.AUTO, "How it is logged; auto is text on a terminal, else JSON.");

    /// Every setting there is but those of single providers, in the order in which they are shown. A feature adds
    /// its
    /// own here.
    static final List<Setting<?>> CATALOGUE = Stream.of(
                    List.of(
                            DATA_DIR,
                            HttpSettings.HOST,
                            HttpSettings.PORT,
                            HttpSettings.PUBLIC_URL,
                            HttpSettings.TRUSTED_PROXIES,
                            HttpSettings.TLS_CERTIFICATE,
                            HttpSettings.TLS_KEY,
                            HttpSettings.METRICS_TOKEN,
                            HttpSettings.HEADER_TIMEOUT,
                            HttpSettings.JSON_TIMEOUT,
                            HttpSettings.SHUTDOWN_DELAY,
                            HttpSettings.SHUTDOWN_TIMEOUT,
                            DatabaseSettings.URL,
                            DatabaseSettings.CONNECTIONS,
                            RedisSettings.URL,
                            GitSettings.CACHE,
                            GitSettings.WORKERS,
                            GitSettings.TIME_LIMIT,
                            LoginSettings.REGISTRATION,
                            LoginSettings.EMAIL_REQUIRED,
                            SigningSettings.SIGNED_VERSIONS),
                    SecretSettings.ALL,
                    List.of(ProviderSettings.NAMES, ProviderSettings.TIMEOUT),
                    StorageSettings.ALL,
                    JobSettings.ALL,
                    LimitSettings.ALL,
                    PlanSettings.ALL,
                    TraceSettings.ALL,
                    List.of(LOG_LEVEL, LOG_FORMAT, HttpSettings.ACCESS_LOG, HttpSettings.ACCESS_LOG_FILE))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /// Every setting there is, with those of the providers that these values name.
    static List<Setting<?>> catalogue(Settings settings) {
        return Stream.concat(
                        CATALOGUE.stream(),
                        settings.get(ProviderSettings.NAMES).stream()
                                .flatMap(name -> ProviderSettings.of(name).all().stream()))
                .toList();
    }

    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    enum LogFormat {
        AUTO,
        TEXT,
        JSON
    }

    private ProgramSettings() {}
}
