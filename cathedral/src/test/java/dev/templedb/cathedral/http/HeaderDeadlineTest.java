package dev.templedb.cathedral.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeaderDeadlineTest {
    private static final int LONGEST = 500;

    @Test
    void headers_that_come_byte_by_byte_are_cut_off_and_nothing_else_is() throws Exception {
        HeaderDeadline.set(Duration.ofMillis(LONGEST));
        try (var server = new PlainServer()) {
            server.router.route().handler(context -> {
                HeaderDeadline.arrived(context);
                context.next();
            });
            server.router.route().handler(BodyHandler.create(false));
            server.router.route().handler(context -> server.vertx.setTimer(LONGEST + 100, _ -> context.end("answer")));
            int port = server.listen();

            bodiesAnswersAndPausesMayTakeTheirTime(port);
            assertThat(isCutOff(port, "GET / HTTP/1.1\r\nX-Slow: ", false)).isTrue();
            assertThat(isCutOff(port, "GET / HTTP/1.1\r\nX-Slow: ", true)).isTrue();
        } finally {
            HeaderDeadline.set(Duration.ofSeconds(30));
        }
    }

    private static void bodiesAnswersAndPausesMayTakeTheirTime(int port) throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            for (int request = 0; request < 2; request++) {
                send(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na");
                Thread.sleep(LONGEST + 100);
                send(socket, "bc");
                readAnswer(socket);
                Thread.sleep(LONGEST + 100);
            }
        }
    }

    /// Sends a request that never ends, as the first one of its connection or as the second one.
    private static boolean isCutOff(int port, String beginning, boolean second) throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(50);
            if (second) {
                socket.setSoTimeout(30_000);
                send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                readAnswer(socket);
                socket.setSoTimeout(50);
            }
            send(socket, beginning);
            for (int bytes = 0; bytes < 600; bytes++) {
                send(socket, "x");
                try {
                    return socket.getInputStream().read() < 0;
                } catch (java.net.SocketTimeoutException stillOpen) {
                    // The next byte.
                }
            }
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void readAnswer(Socket socket) throws IOException {
        var said = new StringBuilder();
        while (!said.toString().endsWith("answer")) {
            int next = socket.getInputStream().read();
            assertThat(next).as(said.toString()).isNotNegative();
            said.append((char) next);
        }
    }
}
