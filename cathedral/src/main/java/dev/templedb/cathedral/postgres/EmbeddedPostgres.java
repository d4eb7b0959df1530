package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A PostgreSQL that belongs to one server: started on a directory, stopped with the server.
///
/// It listens on the loopback address alone, on a port that was free. Only the user `cathedral` may connect, with the
/// random password that lies in the directory, readable by its owner; the superuser can not log in at all. The
/// database appears whole: a first start that is killed leaves nothing behind.
///
/// Safe for use by several threads.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String USER = "cathedral";
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final PostgresOptions options;
    private final Binaries binaries;
    private final DirectoryLock lock;
    private final String password;
    private final int port;
    private final Process process;

    private EmbeddedPostgres(PostgresOptions options, Binaries binaries, DirectoryLock lock) throws IOException {
        this.options = options;
        this.binaries = binaries;
        this.lock = lock;
        if (!Files.exists(data())) {
            initialize();
        }
        this.password = Files.readString(passwordFile()).strip();
        this.port = freePort();
        this.process = launch();
    }

    /// Starts PostgreSQL and waits until it answers: about 2.5 s for the first time in a directory, then half a
    /// second.
    ///
    /// @throws TempleException with a code of the family 15 that says what keeps it from starting, or `DISK_FULL`
    public static EmbeddedPostgres start(PostgresOptions options) {
        try {
            Files.createDirectories(
                    options.directory(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var lock = DirectoryLock.take(options.directory());
            try {
                return new EmbeddedPostgres(options, Binaries.in(options.binaries(), options.durable()), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw Programs.failure("PostgreSQL could not be started in " + options.directory(), String.valueOf(e));
        }
    }

    /// The address of a database of this server, for the driver.
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /// The address of the database `cathedral`.
    public String jdbcUrl() {
        return jdbcUrl(USER);
    }

    /// Who may connect.
    public String user() {
        return USER;
    }

    /// The password of [#user].
    public String password() {
        return password;
    }

    /// Stops PostgreSQL: sessions are ended, everything is on the disk when this returns.
    @Override
    public void close() {
        try {
            var stop = command(
                    "pg_ctl",
                    "stop",
                    "-D",
                    data().toString(),
                    "-m",
                    options.durable() ? "fast" : "immediate",
                    "-t",
                    "60");
            var result = Programs.run(new ProcessBuilder(stop), Programs.Input.NONE);
            if (result.code() != 0 && process.isAlive()) {
                throw Programs.failure("PostgreSQL did not stop", result.said());
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data() {
        return options.directory().resolve("data");
    }

    private Path passwordFile() {
        return options.directory().resolve("password");
    }

    private Path log() {
        return options.directory().resolve("postgres.log");
    }

    /// Makes the data directory beside its place, with user, password and database, and moves it there.
    private void initialize() throws IOException {
        var fresh = options.directory().resolve("data.new");
        Programs.deleteRecursively(fresh);
        writePassword();
        var initdb = command(
                "initdb",
                "-D",
                fresh.toString(),
                "--username=postgres",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--auth=reject",
                "--no-instructions");
        if (!options.durable()) {
            initdb.add("--no-sync");
        }
        must("The database could not be made", new ProcessBuilder(initdb), Programs.Input.NONE);
        Files.writeString(fresh.resolve("pg_hba.conf"), "host all %s 127.0.0.1/32 scram-sha-256%n".formatted(USER));
        var statements = """
                CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'
                CREATE DATABASE %1$s OWNER %1$s
                """.formatted(USER, Files.readString(passwordFile()).strip());
        var single = command(
                "postgres",
                "--single",
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "-D",
                fresh.toString(),
                "postgres");
        must(
                "The database could not be made",
                new ProcessBuilder(single),
                sink -> sink.write(statements.getBytes(StandardCharsets.UTF_8)));
        force(fresh.resolve("pg_hba.conf"));
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        force(options.directory());
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        var file = passwordFile();
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        force(file);
    }

    private void force(Path file) throws IOException {
        if (options.durable()) {
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void must(String what, ProcessBuilder builder, Programs.Input input) throws IOException {
        var result = Programs.run(builder, input);
        if (result.code() != 0) {
            throw Programs.failure(what, result.said());
        }
    }

    private Process launch() throws IOException {
        var words = command("postgres", "-D", data().toString());
        words.addFirst("setsid");
        settings().forEach(setting -> words.addAll(List.of("-c", setting)));
        var launched = Programs.withoutEnvironment(new ProcessBuilder(words))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        awaitReady(launched);
        return launched;
    }

    private List<String> settings() {
        var settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "shared_buffers=64MB",
                "max_connections=100",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_min_messages=warning",
                // Statements and their parameters may hold what is nobody's business.
                "log_min_error_statement=panic",
                "log_error_verbosity=terse"));
        if (!options.durable()) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        return settings;
    }

    /// The last line of `postmaster.pid` says when it is ready; `pg_ctl` looks there too.
    private void awaitReady(Process launched) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        var pid = data().resolve("postmaster.pid");
        try {
            while (!isReady(pid, launched)) {
                if (!launched.isAlive()) {
                    throw Programs.failure("PostgreSQL ended at its start", Files.readString(log()));
                }
                if (System.nanoTime() > end) {
                    launched.destroyForcibly();
                    throw Programs.failure("PostgreSQL did not get ready", Files.readString(log()));
                }
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            launched.destroy();
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The start of PostgreSQL was interrupted.", e);
        }
    }

    private static boolean isReady(Path pid, Process launched) throws IOException {
        if (!Files.exists(pid)) {
            return false;
        }
        var lines = Files.readAllLines(pid);
        return lines.size() >= 8
                && lines.getFirst().strip().equals(Long.toString(launched.pid()))
                && lines.get(7).strip().equals("ready");
    }

    /// The words that start a program of PostgreSQL. It refuses to run as root, so there it gets a user namespace
    /// in
    /// which it is nobody.
    private List<String> command(String program, String... arguments) {
        Programs.require(List.of("setsid", "unshare"));
        var words = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "--user", "--"));
        }
        words.add(binaries.program(program).toAbsolutePath().toString());
        words.addAll(List.of(arguments));
        return words;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String toString() {
        return Objects.toString(options.directory());
    }
}
