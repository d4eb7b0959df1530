package dev.templedb.benchmarks;

import dev.templedb.benchmarks.HttpConnection.Answer;
import dev.templedb.benchmarks.HttpConnection.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The registry as a process of its own, with a PostgreSQL of its own: on a free port of 127.0.0.1, with the options
/// that
/// its launcher gives it. It ends with the benchmark, whatever becomes of that.
final class RegistryServer implements AutoCloseable {
    /// Limits are on, and let everything through.
    static final Map<String, String> WITHOUT_LIMITS = Map.of(
            "CATHEDRAL_LIMITS_ADDRESS_REQUESTS", "100000000",
            "CATHEDRAL_LIMITS_TOKEN_REQUESTS", "100000000",
            "CATHEDRAL_PLANS_ENTERPRISE_REQUESTS", "100000000",
            "CATHEDRAL_LIMITS_ADDRESS_TRAFFIC", "100 TiB",
            "CATHEDRAL_LIMITS_TOKEN_TRAFFIC", "100 TiB",
            "CATHEDRAL_PLANS_ENTERPRISE_TRAFFIC", "100 TiB",
            "CATHEDRAL_LIMITS_SIGN_IN_REQUESTS", "100000");

    private static final String PASSWORD = "correct horse battery staple";
    private static final Pattern ADDRESS = Pattern.compile("CathedralDB listens on (http://\\S+) .*");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"(tdb_[^\"]+)\"");

    private final Process process;
    private final URI address;
    private final double secondsToReady;

    private RegistryServer(Process process, URI address, double secondsToReady) {
        this.process = process;
        this.address = address;
        this.secondsToReady = secondsToReady;
    }

    /// The launcher.
    private static Path program(Options options) {
        return options.root().resolve("cathedral/src/launcher/cathedral");
    }

    /// Builds it, if need be: before anything is measured.
    static void build(Processes processes, Options options) throws IOException {
        processes.run(Command.of(program(options), "version").with("TEMPLEDB_BUILD", ""));
    }

    /// Starts a server on the data in `directory` and waits until it says that it is ready.
    static RegistryServer start(Workbench bench, Path directory, Map<String, String> environment) throws IOException {
        var words = Command.of(
                program(bench.options()), "serve", "--port", "0", "--data-dir", directory, "--until-input-ends");
        for (var variable : environment.entrySet()) {
            words = words.with(variable.getKey(), variable.getValue());
        }
        var log = bench.scratch().path().resolve("server.log");
        long begin = System.nanoTime();
        var process = bench.processes().start(words, log);
        var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        URI address = null;
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            var said = ADDRESS.matcher(line);
            if (said.matches()) {
                address = URI.create(said.group(1));
            }
            if (line.startsWith("Stop it with") && address != null) {
                try (var connection = new HttpConnection(address)) {
                    if (connection.send(Request.get("/health/ready", "")).status() != 200) {
                        throw new ProcessFailed("The server is not ready when it says so.");
                    }
                }
                return new RegistryServer(process, address, (System.nanoTime() - begin) / 1e9);
            }
        }
        throw new ProcessFailed("The server could not be started: "
                + String.join(" ", Files.readAllLines(log).stream().limit(3).toList()));
    }

    URI address() {
        return address;
    }

    /// From its start to its first answer that it is ready.
    double secondsToReady() {
        return secondsToReady;
    }

    ProcessTree usage() {
        return new ProcessTree(process.toHandle());
    }

    /// Sends one request over a connection of its own.
    ///
    /// @throws ProcessFailed when the answer is none of success
    Answer ask(Request request) throws IOException {
        try (var connection = new HttpConnection(address)) {
            var answer = connection.send(request);
            if (answer.status() >= 300) {
                throw new ProcessFailed("%s %s was answered with %d: %s"
                        .formatted(request.method(), request.path(), answer.status(), answer.text()));
            }
            return answer;
        }
    }

    /// Makes an account.
    ///
    /// @return a token of it
    String register(String user) throws IOException {
        var body = """
                {"username":"%1$s","email":"%1$s@example.org","password":"%2$s","token":{"name":"bench"}}""".formatted(user, PASSWORD);
        var answer = ask(new Request(
                "POST",
                "/api/v1/auth/register",
                "Content-Type: application/json\r\n",
                body.getBytes(StandardCharsets.UTF_8)));
        var token = TOKEN.matcher(answer.text());
        if (!token.find()) {
            throw new ProcessFailed("The server gave no token.");
        }
        return token.group(1);
    }

    /// The header of somebody who has `token`.
    static String authorization(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    /// Signs in with a token: from then on the commands of all temples know it, and `temple` has the remote.
    void logIn(Workbench bench, Path temple, String token) throws IOException {
        var words = new ArrayList<Object>(List.of(bench.options().program(), "cathedral", "login", address));
        words.addAll(List.of("--token-stdin", "--temple", temple));
        bench.processes().text(Command.of(words.toArray()), (token + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Tells it to stop, and waits until it has.
    ///
    /// @return how long that took, in seconds
    double stop() {
        long begin = System.nanoTime();
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() {
        stop();
    }
}
