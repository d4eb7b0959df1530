package dev.templedb.cathedral.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a Redis does instead of answering, the server goes on without it.
@Timeout(30)
class HostileRedisTest {
    /// Takes connections, and does with each what a test says; what answers every command is what it was given.
    private static final class Peer implements AutoCloseable {
        private final ServerSocket socket;
        private final CountDownLatch closed = new CountDownLatch(1);

        Peer(String answer, boolean isSlow) {
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try {
                        var connection = socket.accept();
                        Thread.ofVirtual().start(() -> serve(connection, answer, isSlow));
                    } catch (IOException over) {
                        return;
                    }
                }
            });
        }

        private void serve(Socket connection, String answer, boolean isSlow) {
            try (connection) {
                if (answer.equals("close")) {
                    return;
                }
                var in = connection.getInputStream();
                var out = connection.getOutputStream();
                var buffer = new byte[4096];
                while (in.read(buffer) > 0) {
                    if (isSlow) {
                        trickle(out);
                    }
                    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
            } catch (IOException gone) {
                // The other side has had enough.
            }
        }

        /// A value that never ends, byte by byte, so that no single read waits for long.
        private void trickle(java.io.OutputStream out) throws IOException {
            out.write("$1000\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                while (!closed.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    out.write('x');
                    out.flush();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        Redis redis() {
            return new Redis(Optional.of("redis://127.0.0.1:" + socket.getLocalPort()));
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "close",
                "-ERR no\r\n",
                "-OOM command not allowed\r\n",
                "-NOSCRIPT\r\n",
                "-MOVED 1 192.0.2.1:6379\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "$-7\r\n",
                "$x\r\n",
                "*-9\r\n",
                ":\r\n",
                "\u0000\u0001\u0002\r\n"
            })
    void what_is_no_answer_is_none(String answer) throws IOException {
        try (var peer = new Peer(answer, false);
                var redis = peer.redis()) {
            assertThatThrownBy(() -> redis.run("return {}", "key", List.of())).isInstanceOf(RedisAway.class);
            assertThat(redis.isThere()).isFalse();
            assertThatThrownBy(() -> redis.get("key")).isInstanceOf(RedisAway.class);
            assertThat(redis.failures()).as("nobody else has waited for it").isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_never_ends_is_none() throws IOException {
        try (var peer = new Peer("", true);
                var redis = peer.redis()) {
            assertThatThrownBy(() -> redis.get("key")).isInstanceOf(RedisAway.class);
            assertThat(redis.isThere()).isFalse();
            assertThatThrownBy(() -> redis.set("key", new byte[1], Duration.ofMinutes(1)))
                    .isInstanceOf(RedisAway.class);
        }
    }
}
