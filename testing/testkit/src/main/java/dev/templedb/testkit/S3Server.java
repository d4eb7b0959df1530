package dev.templedb.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
    private ServerProcess process;

    private S3Server(Path directory, ServerProcess process) {
        this.directory = directory;
        this.process = process;
        this.endpoint = process.address();
    }

    /// Starts a server that keeps its buckets below `directory`, as directories: who makes one there has made a
    /// bucket.
    public static S3Server start(Path directory) {
        return new S3Server(directory, run(directory, 0));
    }

    /// Starts it again where it was, with what it had stored.
    public void startAgain() {
        process = run(directory, endpoint.getPort());
    }

    private static ServerProcess run(Path directory, int port) {
        try {
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
            return ServerProcess.start(
                    "S3 server",
                    program() + File.pathSeparator + ServerProcess.classes(),
                    S3ServerProcess.class.getName(),
                    LISTENING,
                    settings.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path program() {
        for (var directory = ServerProcess.classes(); directory != null; directory = directory.getParent()) {
            var jar = directory.resolve("s3proxy.jar");
            if (Files.exists(jar)) {
                return jar;
            }
        }
        throw new AssertionError("target/s3proxy.jar is not there: Maven fetches it before tests");
    }

    /// Where it listens, such as `http://127.0.0.1:40001`.
    public URI endpoint() {
        return endpoint;
    }

    /// Kills the server; what it had stored stays in its directory.
    @Override
    public void close() {
        process.close();
    }
}
