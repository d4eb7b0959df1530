package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The registry as users have it: `templedb serve` of this clone, on a directory of its own and a port that was free.
final class RunningServer implements AutoCloseable {
    private static final long LONGEST_MINUTES = 5;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static @Nullable RunningServer shared;

    private final Path directory;
    private final Process process;
    private final List<String> said;

    private RunningServer(Path directory, Process process, List<String> said) {
        this.directory = directory;
        this.process = process;
        this.said = said;
    }

    /// Starts a server that keeps its data in `directory`, and waits until it has said where it is.
    ///
    /// @param settings variables that set something
    static RunningServer start(Path directory, Map<String, String> settings, String... options) throws IOException {
        var words = new ArrayList<>(List.of(
                RealProgram.root().resolve("templedb").toString(),
                "serve",
                "--port",
                "0",
                "--data-dir",
                directory.toString()));
        words.addAll(Arrays.asList(options));
        var builder = new ProcessBuilder(words).redirectError(log(directory).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CATHEDRAL_"));
        builder.environment().putAll(settings);
        var process = builder.start();
        process.getOutputStream().close();
        var said = new ArrayList<String>();
        var reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.add(line);
            if (line.startsWith("Stop it with")) {
                return new RunningServer(directory, process, said);
            }
        }
        throw new AssertionError("The server has not started. It said: " + said + Files.readString(log(directory)));
    }

    /// One server for all test classes of this process that do not stop it, with nothing in it but what they put
    /// there.
    /// It ends with the process.
    static synchronized RunningServer shared() throws IOException {
        if (shared == null) {
            Path parent = Files.createDirectories(Path.of("target").toAbsolutePath());
            var server = start(Files.createTempDirectory(parent, "server-").resolve("data"), Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
            shared = server;
        }
        return shared;
    }

    private void destroy() {
        process.destroy();
        process.onExit().join();
    }

    private static Path log(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }

    /// Where it keeps its data.
    Path directory() {
        return directory;
    }

    /// Its address, without a slash at its end.
    String address() {
        return said.stream()
                .filter(line -> line.startsWith("CathedralDB listens on "))
                .map(line -> line.split(" ")[3])
                .findFirst()
                .orElseThrow();
    }

    /// The address of its own PostgreSQL, for another server.
    String database() throws IOException {
        var postgres = directory.resolve("postgres");
        return "postgresql://cathedral:%s@127.0.0.1:%s/cathedral"
                .formatted(
                        Files.readString(postgres.resolve("password")).strip(),
                        Files.readAllLines(postgres.resolve("data/postmaster.pid"))
                                .get(3)
                                .strip());
    }

    /// What `cathedral admin` said, run on its data directory, which ended with `code`.
    static String admin(int code, Path directory, String input, String... words)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(RealProgram.root().resolve("bin/cathedral").toString(), "admin"));
        command.addAll(Arrays.asList(words));
        command.addAll(List.of("--data-dir", directory.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CATHEDRAL_"));
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(code);
        return said;
    }

    /// The process of `templedb serve`.
    ProcessHandle parent() {
        return process.toHandle();
    }

    /// What it said on standard output until it was ready.
    String said() {
        return String.join("\n", said);
    }

    /// What it has logged so far.
    String log() throws IOException {
        return Files.readString(log(directory));
    }

    /// The answer to a GET of a path.
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// The process of the server itself, which `templedb serve` waits for.
    ProcessHandle server() {
        return process.children().findFirst().orElseThrow();
    }

    /// Tells `templedb serve` to stop, and returns its exit code.
    int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /// Waits for `templedb serve` to end, and returns its exit code.
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
