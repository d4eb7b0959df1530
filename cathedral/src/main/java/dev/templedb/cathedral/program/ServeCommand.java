package dev.templedb.cathedral.program;

import dev.templedb.cathedral.http.HttpSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the server until it is told to stop.
@Command(
        name = "serve",
        description = "Run the registry until it is interrupted.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:failed; the log says why",
            "2:a setting is not understood",
            "4:another server runs on the directory, or it is of another version",
            "5:PostgreSQL does not run as root, and user namespaces are forbidden",
            "6:the port is taken, the disk is full, or the database is away",
            "130:ended by Ctrl-C; 143 by SIGTERM",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral serve",
            "  cathedral serve --host 0.0.0.0 --port 80 --data-dir /srv/cathedral",
            "",
            "It keeps everything in the data directory, with a PostgreSQL of its own. To use another one, set",
            "CATHEDRAL_DATABASE_URL. `cathedral admin settings` shows what else can be set.",
        })
final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    LaunchOptions options = new LaunchOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on (default: 8420).")
    @Nullable
    String port;

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen on (default: 127.0.0.1).")
    @Nullable
    String host;

    @Option(
            names = "--until-input-ends",
            hidden = true,
            description = "Stop when standard input ends: whoever started the server is gone.")
    boolean untilInputEnds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var given = new LinkedHashMap<String, String>();
        if (port != null) {
            given.put(HttpSettings.PORT.key(), port);
        }
        if (host != null) {
            given.put(HttpSettings.HOST.key(), host);
        }
        var launch = options.launch(given, surroundings);
        launch.makeDataDirectory();
        if (untilInputEnds) {
            Thread.ofPlatform().daemon().name("input").start(this::stopWithInput);
        }
        return new ServerProcess(launch, surroundings).run();
    }

    /// As if the process were told to stop.
    private void stopWithInput() {
        try {
            surroundings.in().transferTo(OutputStream.nullOutputStream());
        } catch (IOException ended) {
            // So is the end of the input.
        }
        Program.exit(ExitCodes.TERMINATED);
    }
}
