package dev.templedb.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before the real server and asks it for another pack than was asked for, once: what the server answers is
/// what it answers when its collector has packed anew.
final class RelayOfGonePacks implements AutoCloseable {
    private final URI server;
    private final HttpServer relay;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean isGone = new AtomicBoolean();

    RelayOfGonePacks(URI server) throws IOException {
        this.server = server;
        this.relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        relay.createContext("/", this::pass);
        relay.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + relay.getAddress().getPort());
    }

    /// Whether a pack was gone.
    boolean hasRefused() {
        return isGone.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().toString();
        if (path.contains("/packs/") && isGone.compareAndSet(false, true)) {
            path = path.replaceFirst("/packs/[^/?]+", "/packs/" + UUID.randomUUID());
        }
        var request = HttpRequest.newBuilder(server.resolve(path))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (var name : new String[] {"Authorization", "Content-Type", "Accept", "Range"}) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try (exchange) {
            var answer = client.send(request.build(), BodyHandlers.ofByteArray());
            for (var name : new String[] {"Content-Type", "Content-Range"}) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        relay.stop(0);
        client.close();
    }
}
