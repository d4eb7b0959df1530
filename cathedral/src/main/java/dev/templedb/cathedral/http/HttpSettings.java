package dev.templedb.cathedral.http;

import dev.templedb.cathedral.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of the HTTP server.
public final class HttpSettings {
    public static final Setting<String> HOST =
            Setting.text("http.host", "127.0.0.1", "The address to listen on; 0.0.0.0 for all.");
    public static final Setting<Integer> PORT =
            Setting.number("http.port", 8420, 0, 65535, "The port to listen on; 0 for any that is free.");

    /// Its path is the prefix under which a proxy shows the server.
    public static final Setting<Optional<URI>> PUBLIC_URL = Setting.url(
            "http.public-url",
            "Where users reach the server, when a proxy stands before it; with a path, when the proxy gives it one.");

    public static final Setting<List<String>> TRUSTED_PROXIES = Setting.list(
            "http.trusted-proxies",
            "",
            "Addresses or networks (10.0.0.0/8) of proxies, whose X-Forwarded-For, -Proto and -Host count.");
    public static final Setting<Optional<Path>> TLS_CERTIFICATE = Setting.path(
            "http.tls-certificate", "A file with the server's certificate and its chain (PEM): serves HTTPS alone.");
    public static final Setting<Optional<Path>> TLS_KEY =
            Setting.path("http.tls-key", "The file with the private key of the certificate (PEM).");
    public static final Setting<Optional<String>> METRICS_TOKEN = Setting.secret(
            "http.metrics-token",
            "The bearer token that opens /metrics to other machines; without it, only this machine may read it.");
    public static final Setting<Duration> SHUTDOWN_DELAY = Setting.duration(
            "http.shutdown-delay",
            "0 s",
            "How long the server that was told to stop still takes requests while it is not ready, for balancers to notice.");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.duration(
            "http.shutdown-timeout", "30 s", "How long requests may go on after the server was told to stop.");

    public static final Setting<Duration> HEADER_TIMEOUT = Setting.duration(
            "http.header-timeout", "30 s", "How long the headers of a request may take to arrive, once it has begun.");

    public static final Setting<Duration> JSON_TIMEOUT = Setting.duration(
            "http.json-timeout", "30 s", "How long a request of JSON may take to arrive, once it has begun.");

    public static final Setting<AccessLog.Form> ACCESS_LOG = Setting.choice(
            "log.access",
            AccessLog.Form.class,
            AccessLog.Form.OFF,
            "Whether each request gets a line, and of which form; those that fail (5xx) are in the log anyway.");
    public static final Setting<Optional<Path>> ACCESS_LOG_FILE = Setting.path(
            "log.access-file", "The file to which the lines of requests are added; standard error without it.");

    private HttpSettings() {}
}
