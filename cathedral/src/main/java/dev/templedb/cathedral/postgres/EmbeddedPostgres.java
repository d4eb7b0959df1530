package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// A PostgreSQL that belongs to one server: started on a directory, stopped with the server.
///
/// It listens on the loopback address alone, on a port that was free. Only the user `cathedral` may connect, with the
/// random password that lies in the directory, readable by its owner; the superuser can not log in at all. The
/// database appears whole: a first start that is killed leaves nothing behind.
///
/// What an earlier server that was killed has left running is stopped first. When PostgreSQL ends by itself, it is
/// started again on the same port; when that does not help, [#failure] completes. Where the disk is full, it is tried
/// again until there is room.
///
/// Safe for use by several threads.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String USER = "cathedral";
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration QUICK = Duration.ofMinutes(1);
    private static final int MOST_QUICK_ENDS = 5;
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    /// PostgreSQL starts with two segments of its log, of 16 MiB, at least.
    private static final long ROOM = 32 << 20;
    private static final long LARGE_LOG = 10 << 20;

    private final PostgresOptions options;
    private final Commands commands;
    private final DirectoryLock lock;
    private final String password;
    private final CompletableFuture<TempleException> failure = new CompletableFuture<>();
    private int port;
    private Process process;
    private boolean isClosed;
    private boolean isWaiting;
    private long lastEnd;
    private int quickEnds;

    private EmbeddedPostgres(PostgresOptions options, Commands commands, DirectoryLock lock) throws IOException {
        this.options = options;
        this.commands = commands;
        this.lock = lock;
        if (Files.exists(data())) {
            refuseOtherVersion();
            stopLeftovers();
        } else {
            initialize();
        }
        this.password = Files.readString(passwordFile(options)).strip();
        this.port = freePort();
        this.process = launchOnFreePort();
    }

    /// Starts PostgreSQL and waits until it answers: a few seconds for the first time in a directory, then half a
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
                var commands = new Commands(Binaries.in(options.binaries(), options.durable()));
                var started = new EmbeddedPostgres(options, commands, lock);
                started.watch();
                if (options.binaries().equals(options.directory())) {
                    commands.binaries().sweep();
                }
                return started;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw Programs.failure(
                    "PostgreSQL could not be started in " + options.directory(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Where the database of a server that is running in another process is; nothing when none is running.
    public static Optional<DatabaseAddress> running(PostgresOptions options) {
        try {
            var data = options.directory().resolve("data");
            var pid = data.resolve("postmaster.pid");
            if (!Files.exists(pid) || new Leftovers(data).find().isEmpty()) {
                return Optional.empty();
            }
            int port = Integer.parseInt(Files.readAllLines(pid).get(3).strip());
            var password = Files.readString(passwordFile(options)).strip();
            return Optional.of(new DatabaseAddress(jdbcUrl(port, USER), USER, password));
        } catch (IOException | IndexOutOfBoundsException justStarting) {
            return Optional.empty();
        }
    }

    /// The address of the database `cathedral`.
    public DatabaseAddress address() {
        return new DatabaseAddress(jdbcUrl(), user(), password());
    }

    /// The address of a database of this server, for the driver.
    public String jdbcUrl(String database) {
        return jdbcUrl(port, database);
    }

    /// The address of the database `cathedral`, for the driver.
    public String jdbcUrl() {
        return jdbcUrl(USER);
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /// Who may connect.
    public String user() {
        return USER;
    }

    /// The password of [#user].
    public String password() {
        return password;
    }

    /// The process that leads PostgreSQL.
    public synchronized ProcessHandle process() {
        return process.toHandle();
    }

    /// Completes when PostgreSQL has ended and could not be started again.
    public CompletionStage<TempleException> failure() {
        return failure;
    }

    /// Stops PostgreSQL: sessions are ended, everything is on the disk when this returns.
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            stop(options.durable() ? "fast" : "immediate");
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop(String mode) throws IOException {
        var stop = commands.of("pg_ctl", "stop", "-D", data().toString(), "-m", mode, "-t", "60");
        var result = Programs.run(new ProcessBuilder(stop), Programs.Input.NONE);
        if (result.code() != 0 && !new Leftovers(data()).find().isEmpty()) {
            LOG.debugf("PostgreSQL did not stop when it was asked to: %s", result.said());
            new Leftovers(data()).end();
        }
    }

    private Path data() {
        return options.directory().resolve("data");
    }

    private static Path passwordFile(PostgresOptions options) {
        return options.directory().resolve("password");
    }

    private Path log() {
        return options.directory().resolve("postgres.log");
    }

    private void refuseOtherVersion() throws IOException {
        String found = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!found.equals(commands.binaries().major())) {
            throw new TempleException(
                    ErrorCode.POSTGRES_OTHER_VERSION,
                    "The database in %s was made by PostgreSQL %s, and this server has PostgreSQL %s."
                            .formatted(
                                    options.directory(),
                                    found,
                                    commands.binaries().major()));
        }
    }

    /// We have the lock, so whatever works on the directory has lost its server, or its head.
    private void stopLeftovers() throws IOException {
        var leftovers = new Leftovers(data());
        if (!leftovers.find().isEmpty()) {
            LOG.warnf("Stopping what an earlier PostgreSQL has left running in %s", options.directory());
            stop("fast");
        }
        leftovers.end();
    }

    /// Makes the data directory beside its place, with user, password and database, and moves it there.
    private void initialize() throws IOException {
        var fresh = options.directory().resolve("data.new");
        Programs.deleteRecursively(fresh);
        writePassword();
        var initdb = commands.of(
                "initdb",
                "-D",
                fresh.toString(),
                "--username=postgres",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--auth=reject",
                "--sync-method=syncfs",
                "--no-instructions");
        if (!options.durable()) {
            initdb.add("--no-sync");
        }
        must(initdb, Programs.Input.NONE);
        Files.writeString(fresh.resolve("pg_hba.conf"), "host all %s 127.0.0.1/32 scram-sha-256%n".formatted(USER));
        var statements =
                """
                CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'
                CREATE DATABASE %1$s OWNER %1$s
                """.formatted(USER, Files.readString(passwordFile(options)).strip());
        var single = commands.of("postgres", "--single", "-c", "exit_on_error=on");
        single.addAll(List.of("-c", "log_min_error_statement=panic", "-D", fresh.toString(), "postgres"));
        must(single, sink -> sink.write(statements.getBytes(StandardCharsets.UTF_8)));
        force(fresh.resolve("pg_hba.conf"));
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        force(options.directory());
    }

    private static void must(List<String> command, Programs.Input input) throws IOException {
        var result = Programs.run(new ProcessBuilder(command), input);
        if (result.code() != 0) {
            throw Programs.failure("The database could not be made", result.said(), null);
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        var file = passwordFile(options);
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

    /// Somebody else may take the port that was free a moment ago.
    private Process launchOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return launch();
            } catch (TempleException e) {
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
                port = freePort();
            }
        }
    }

    private Process launch() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LARGE_LOG) {
            Files.move(log(), log().resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        long before = Files.exists(log()) ? Files.size(log()) : 0;
        var words = commands.detached("postgres", "-D", data().toString());
        settings().forEach(setting -> words.addAll(List.of("-c", setting)));
        var launched = Programs.withoutEnvironment(new ProcessBuilder(words))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        try {
            awaitReady(launched, before);
            return launched;
        } catch (IOException | RuntimeException e) {
            launched.destroyForcibly();
            throw e;
        }
    }

    private List<String> settings() {
        var settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "shared_buffers=64MB",
                "max_connections=200",
                "jit=off",
                // After a crash all files are brought to the disk at once, not one by one.
                "recovery_init_sync_method=syncfs",
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
    private void awaitReady(Process launched, long logged) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        var pid = data().resolve("postmaster.pid");
        try {
            while (!isReady(pid, launched)) {
                if (!launched.isAlive()) {
                    throw Programs.failure("PostgreSQL ended at its start", saidSince(logged), null);
                }
                if (System.nanoTime() > end) {
                    throw Programs.failure("PostgreSQL did not get ready", saidSince(logged), null);
                }
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            throw Programs.interrupted(e);
        }
    }

    private String saidSince(long offset) throws IOException {
        try (var channel = FileChannel.open(log(), StandardOpenOption.READ)) {
            channel.position(Math.min(offset, channel.size()));
            return new String(Channels.newInputStream(channel).readNBytes(1 << 16), StandardCharsets.UTF_8);
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

    private void watch() {
        CompletionStage<Process> end = process.onExit();
        end.thenAccept(this::ended);
    }

    private synchronized void ended(Process dead) {
        if (isClosed) {
            return;
        }
        LOG.errorf("PostgreSQL has ended by itself with code %d; it is started again", dead.exitValue());
        long now = System.nanoTime();
        quickEnds = now - lastEnd < QUICK.toNanos() ? quickEnds + 1 : 1;
        lastEnd = now;
        try {
            if (quickEnds > MOST_QUICK_ENDS) {
                throw Programs.failure("PostgreSQL ends again and again", "see " + log(), null);
            }
            startAgain();
        } catch (TempleException e) {
            failure.complete(e);
        }
    }

    /// @throws TempleException when that does not help, and another try would not either
    private void startAgain() {
        try {
            stopLeftovers();
            process = launch();
            watch();
            isWaiting = false;
            LOG.infof("PostgreSQL answers again");
        } catch (IOException e) {
            startLater(Programs.failure("PostgreSQL could not be started again", String.valueOf(e), e));
        } catch (TempleException e) {
            startLater(e);
        }
    }

    private void startLater(TempleException why) {
        if (!isFull(why)) {
            throw why;
        }
        if (!isWaiting) {
            isWaiting = true;
            LOG.errorf(
                    "The disk of %s is full; PostgreSQL is started as soon as there is room, which is tried every %d seconds",
                    options.directory(), BETWEEN_TRIES.toSeconds());
        }
        CompletableFuture.delayedExecutor(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::tryAgain);
    }

    private synchronized void tryAgain() {
        if (isClosed) {
            return;
        }
        try {
            startAgain();
        } catch (TempleException e) {
            failure.complete(e);
        }
    }

    /// What PostgreSQL says of it may not have found its way to the log, which lies on the same disk.
    private boolean isFull(TempleException why) {
        try {
            return why.code() == ErrorCode.DISK_FULL
                    || Files.getFileStore(options.directory()).getUsableSpace() < ROOM;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
