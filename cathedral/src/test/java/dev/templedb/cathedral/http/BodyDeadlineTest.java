package dev.templedb.cathedral.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyDeadlineTest {
    @Test
    void json_or_a_form_that_does_not_come_to_its_end_is_cut_off_and_other_bodies_are_not() throws Exception {
        try (var server = new PlainServer()) {
            server.router.route().handler(new BodyDeadline(Duration.ofMillis(300), Duration.ofMillis(300))::watch);
            server.router.route().handler(BodyHandler.create(false));
            server.router
                    .route()
                    .handler(context ->
                            context.response().putHeader("Connection", "close").end("read"));
            int port = server.listen();

            assertThat(answer(port, "application/json", "{\"a\"", "")).isEmpty();
            assertThat(answer(port, "application/json", "{\"a\":1}", "")).contains("read");
            assertThat(answer(port, "application/x-www-form-urlencoded", "abcd", ""))
                    .isEmpty();
            assertThat(answer(port, "application/octet-stream", "abcd", "efg")).contains("read");
        }
    }

    @Test
    void what_comes_after_an_answer_is_taken_and_thrown_away_and_its_sender_does_not_stay() throws Exception {
        try (var server = new PlainServer()) {
            server.router.route().handler(new BodyDeadline(Duration.ofSeconds(30), Duration.ofSeconds(2))::watch);
            server.router.route().handler(context -> {
                context.request().pause();
                context.response().setStatusCode(404).end("nothing");
            });
            int port = server.listen();

            try (var socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(30_000);
                var out = socket.getOutputStream();
                out.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                // More than sockets hold: this ends only because somebody takes it.
                out.write(new byte[30_000_000]);
                var answered = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answered).startsWith("HTTP/1.1 404").endsWith("nothing");
            }
        }
    }

    /// Sends seven bytes of a body, the last ones after the time that JSON has.
    private static String answer(int port, String type, String first, String later) throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            var out = socket.getOutputStream();
            out.write(
                    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: 7\r\n\r\n%s"
                            .formatted(type, first)
                            .getBytes(StandardCharsets.US_ASCII));
            if (!later.isEmpty()) {
                Thread.sleep(600);
                out.write(later.getBytes(StandardCharsets.US_ASCII));
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException reset) {
            return "";
        }
    }
}
