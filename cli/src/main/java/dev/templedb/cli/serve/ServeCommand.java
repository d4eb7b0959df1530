package dev.templedb.cli.serve;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `templedb serve`: runs the program `cathedral` and is to the user as if it were that.
public final class ServeCommand implements Command {
    /// What the command needs to know of the process around it.
    ///
    /// @param launcher  the program of the server
    /// @param variables what the server gets as its environment
    public record Surroundings(Path launcher, Map<String, String> variables) {}

    private final Surroundings around;
    private final Terminal terminal;
    /// The options, which the server has too, in their order.
    private final Map<String, Value<@Nullable String>> given = new LinkedHashMap<>();

    public ServeCommand(Usage usage, Terminal terminal, Surroundings around) {
        usage.says(
                        "Starts CathedralDB, the registry that projects are pushed to and pulled from, with a PostgreSQL of its own and"
                                + " all its files in one directory, and runs it until it is interrupted. The first start builds it.")
                .example("templedb serve")
                .example("templedb serve --port 9000 --data-dir /srv/cathedral")
                .example("templedb serve --host 0.0.0.0 --config /etc/cathedral.properties")
                .exits(ExitCode.CONFLICT, "another server runs on the directory, or it is of another version")
                .exits(ExitCode.REFUSED, "PostgreSQL does not run as root, and user namespaces are forbidden")
                .exits(ExitCode.UNAVAILABLE, "the port is taken, the disk is full, or PostgreSQL can not be started");
        option(usage, "--port", "PORT", "The port to listen on (default: 8420).");
        option(usage, "--host", "HOST", "The address to listen on (default: 127.0.0.1).");
        option(usage, "--data-dir", "DIR", "Where it keeps everything (default: $XDG_DATA_HOME/cathedral).");
        option(usage, "--config", "FILE", "A file of settings (default: cathedral.properties in the directory).");
        this.around = around;
        this.terminal = terminal;
    }

    private void option(Usage usage, String option, String label, String description) {
        given.put(option, usage.option(option, label, description));
    }

    @Override
    public int run() {
        if (!Files.isExecutable(around.launcher())) {
            throw new TempleException(
                    ErrorCode.SERVER_NOT_INSTALLED,
                    "The registry server is not part of this installation of TempleDB.");
        }
        terminal.flush();
        try {
            var server = start();
            // Whatever ends this process ends the server too, and waits for it: its last words come before the prompt.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server.waitFor();
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SERVER_NOT_INSTALLED, "The registry server can not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "Waiting for the server was interrupted.", e);
        }
    }

    private Process start() throws IOException {
        // Its standard input is a pipe from us that nobody writes into: it ends with us, however that may be.
        var words = new ArrayList<>(List.of(around.launcher().toString(), "serve", "--until-input-ends"));
        given.forEach((option, value) -> {
            var text = value.get();
            if (text != null) {
                words.addAll(List.of(option, text));
            }
        });
        var builder = new ProcessBuilder(words).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().clear();
        builder.environment().putAll(around.variables());
        return builder.start();
    }

    private static void stop(Process server) {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
