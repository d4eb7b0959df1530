package dev.templedb.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Servers of git's own for the repositories below a directory, on free ports of 127.0.0.1: its daemon, and smart HTTP
/// (`git http-backend`) behind lighttpd where that is installed.
final class GitServers implements AutoCloseable {
    private final Workbench bench;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final int daemonPort;
    private final int httpPort;

    GitServers(Workbench bench, Path directory) throws IOException {
        this.bench = bench;
        this.directory = directory;
        daemonPort = freePort();
        var log = bench.scratch().path().resolve("git-daemon.log");
        start(
                log,
                daemonPort,
                Command.of(
                        "git",
                        "daemon",
                        "--reuseaddr",
                        "--listen=127.0.0.1",
                        "--port=" + daemonPort,
                        "--base-path=" + directory,
                        "--export-all",
                        "--enable=receive-pack"));
        if (Files.isExecutable(Path.of("/usr/sbin/lighttpd"))) {
            httpPort = freePort();
            var settings = Files.writeString(bench.scratch().room().resolve("lighttpd.conf"), lighttpd());
            start(
                    bench.scratch().path().resolve("lighttpd.log"),
                    httpPort,
                    Command.of("/usr/sbin/lighttpd", "-D", "-f", settings));
        } else {
            httpPort = 0;
        }
    }

    private String lighttpd() throws IOException {
        var backend = Path.of(bench.processes().text(Command.of("git", "--exec-path")))
                .resolve("git-http-backend");
        return """
                server.document-root = "%1$s"
                server.bind = "127.0.0.1"
                server.port = %2$d
                server.modules = ("mod_alias", "mod_setenv", "mod_cgi")
                server.stream-response-body = 1
                server.max-request-size = 0
                alias.url = ("/git/" => "%3$s/")
                cgi.assign = ("" => "")
                setenv.add-environment = ("GIT_PROJECT_ROOT" => "%1$s", "GIT_HTTP_EXPORT_ALL" => "1", "REMOTE_USER" => "bench")
                """.formatted(directory, httpPort, backend);
    }

    private void start(Path log, int port, Command command) throws IOException {
        var process = bench.processes().start(command, log);
        processes.add(process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new ProcessFailed("`%s` could not be started: %s"
                        .formatted(
                                command.words().getFirst(),
                                Files.readString(log).strip()));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean answers(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    boolean hasHttp() {
        return httpPort != 0;
    }

    /// Makes the repository `name`, with nothing in it.
    void empty(String name) throws IOException {
        bench.processes().run(Command.of("git", "init", "-q", "--bare", directory.resolve(name)));
    }

    /// Makes the repository `name`, with all that is measured.
    void mirror(String name) throws IOException {
        bench.processes()
                .run(Command.of("git", "clone", "-q", "--mirror", "--local", bench.git(), directory.resolve(name)));
    }

    /// The address of the repository `name` at the daemon.
    String daemon(String name) {
        return "git://127.0.0.1:%d/%s".formatted(daemonPort, name);
    }

    /// The address of the repository `name` by smart HTTP.
    String http(String name) {
        return "http://127.0.0.1:%d/git/%s".formatted(httpPort, name);
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
    }
}
