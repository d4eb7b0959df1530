package dev.templedb.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A server with the S3 API on loopback, in a process of its own, until it is closed or this process ends.
///
/// It is S3Proxy: it checks signatures and keeps what it gets in a directory. `docs/adr/0017-objects-in-storage.md`
/// says why.
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY_ID = "tester";
    public static final String SECRET_ACCESS_KEY = "secret of the tester";

    private static final Pattern LISTENING = Pattern.compile("\\{127\\.0\\.0\\.1:(\\d+)}");

    private final Path directory;
    private final URI endpoint;
    private Process process;

    private S3Server(Path directory, Process process, URI endpoint) {
        this.directory = directory;
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Starts a server that keeps its buckets below `directory`, as directories: who makes one there has made a
    /// bucket.
    public static S3Server start(Path directory) {
        try {
            var process = run(directory, 0);
            return new S3Server(directory, process, URI.create("http://127.0.0.1:" + port(process)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts it again where it was, with what it had stored.
    public void startAgain() {
        try {
            process = run(directory, endpoint.getPort());
            port(process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Process run(Path directory, int port) throws IOException {
        var settings = directory.resolve("s3proxy.conf");
        var buckets = Files.createDirectories(directory.resolve("buckets"));
        Files.writeString(settings, """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, ACCESS_KEY_ID, SECRET_ACCESS_KEY, buckets));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        program() + File.pathSeparator + here(),
                        S3ServerProcess.class.getName(),
                        String.valueOf(ProcessHandle.current().pid()),
                        settings.toString())
                .redirectErrorStream(true)
                .start();
    }

    /// Reads what the server says until it says where it listens, and throws the rest away.
    private static String port(Process process) throws IOException {
        var said = new StringBuilder();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            var listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofPlatform().daemon().name("s3-server-output").start(() -> drain(output));
                return listening.group(1);
            }
        }
        throw new AssertionError("The S3 server did not start:\n" + said);
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // Nobody wants it.
            }
        } catch (IOException closed) {
            // The server ended.
        }
    }

    private static Path program() {
        for (var directory = here(); directory != null; directory = directory.getParent()) {
            var jar = directory.resolve("s3proxy.jar");
            if (Files.exists(jar)) {
                return jar;
            }
        }
        throw new AssertionError("target/s3proxy.jar is not there: Maven fetches it before tests");
    }

    private static Path here() {
        try {
            return Path.of(S3Server.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Where it listens, such as `http://127.0.0.1:40001`.
    public URI endpoint() {
        return endpoint;
    }

    /// Kills the server; what it had stored stays in its directory.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
