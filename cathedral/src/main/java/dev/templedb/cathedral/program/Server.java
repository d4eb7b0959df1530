package dev.templedb.cathedral.program;

import dev.templedb.cathedral.http.HttpSettings;
import dev.templedb.cathedral.nodes.Nodes;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.setup.SetupLinks;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import java.nio.file.Path;

/// What the program does once everything is there: says where it is, and waits.
final class Server implements QuarkusApplication {
    private final Settings settings;
    private final SetupLinks links;
    private final Nodes nodes;
    private final HttpServer http;

    Server(Settings settings, SetupLinks links, Nodes nodes, HttpServer http) {
        this.settings = settings;
        this.links = links;
        this.nodes = nodes;
        this.http = http;
    }

    @Override
    public int run(String... arguments) {
        var surroundings = Surroundings.ofProcess();
        var out = surroundings.out();
        Path directory = settings.get(ProgramSettings.DATA_DIR).orElseThrow();
        out.printf("CathedralDB listens on %s and keeps its data in %s.%n", address(), directory);
        nodes.announce(
                publicAddress(settings, address()),
                settings.get(HttpSettings.PUBLIC_URL).isPresent());
        var file = directory.resolve("admin-link");
        links.offer(publicAddress(settings, address()), file).ifPresent(link -> {
            out.printf("There is no administrator yet. This link makes the first one; it works once:%n");
            // Standard output may be a log that others read.
            out.printf("  %s%n", surroundings.outIsTerminal() ? link : "(in the file " + file + ")");
        });
        out.printf("Stop it with Ctrl-C.%n");
        out.flush();
        Quarkus.waitForExit();
        return 0;
    }

    private String address() {
        boolean isSecure = settings.get(HttpSettings.TLS_CERTIFICATE).isPresent();
        int port = isSecure ? http.getSecurePort() : http.getPort();
        return address(settings, port);
    }

    /// Where users reach the server: by the setting, else at its own address.
    static String publicAddress(Settings settings, String own) {
        return settings.get(HttpSettings.PUBLIC_URL).map(Object::toString).orElse(own);
    }

    /// The address by the settings.
    static String address(Settings settings) {
        return address(settings, settings.get(HttpSettings.PORT));
    }

    private static String address(Settings settings, int port) {
        boolean isSecure = settings.get(HttpSettings.TLS_CERTIFICATE).isPresent();
        String host = settings.get(HttpSettings.HOST);
        boolean isAny = host.equals("0.0.0.0") || host.equals("::");
        String shown = isAny ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "%s://%s:%d".formatted(isSecure ? "https" : "http", shown, port);
    }
}
