package dev.templedb.cathedral.traces;

import dev.templedb.cathedral.settings.Setting;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The settings of traces.
public final class TraceSettings {
    static final Setting<Optional<URI>> ENDPOINT = Setting.url(
            "traces.endpoint",
            "Where traces go: a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318; nowhere without it.");
    static final Setting<Optional<String>> TOKEN =
            Setting.secret("traces.token", "The bearer token that the collector asks for.");
    static final Setting<Integer> SHARE = Setting.number(
            "traces.share",
            100,
            0,
            100,
            "How many of a hundred requests are traced; none that names a trace which is not recorded.");

    public static final List<Setting<?>> ALL = List.of(ENDPOINT, TOKEN, SHARE);

    private TraceSettings() {}
}
