package dev.templedb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A real `redis-server` on a port of 127.0.0.1 that was free, with a password, which keeps nothing on the disk.
public final class RedisServer implements AutoCloseable {
    private static final String PASSWORD = "s3cret of redis";

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private RedisServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// Starts one.
    public static RedisServer start(Path directory) {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = new RedisServer(directory, free.getLocalPort());
            free.close();
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
            server.restart();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it again where it was.
    public void restart() {
        var words = List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--requirepass",
                PASSWORD,
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                directory.toString());
        try {
            process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("The tests need redis-server, as ./check installs it", e);
        }
        await(this::takesConnections);
    }

    private boolean takesConnections() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Waits until something has come true.
    public static void await(BooleanSupplier condition) {
        for (int i = 0; i < 1000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("It has not come true");
    }

    /// Its address, as the setting `redis.url` has it.
    public String url() {
        return "redis://:%s@127.0.0.1:%d/1".formatted(PASSWORD.replace(" ", "%20"), port);
    }

    /// Kills it.
    public void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
