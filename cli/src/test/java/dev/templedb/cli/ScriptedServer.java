package dev.templedb.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A registry that answers as a test says, and remembers what it was asked.
final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = new ArrayList<>();

    /// @param answers JSON by method and path below `/api/v1`; everything else is refused with 403
    ScriptedServer(Map<String, String> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var request = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
            asked.add((request + " " + exchange.getRequestHeaders().getFirst("Authorization")).replace(" null", ""));
            var answer = answers.get(request);
            var body = (answer == null ? "{\"code\":\"TDB-1414\",\"detail\":\"You may not.\"}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 403 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Methods and paths, with what was in the header `Authorization`, in their order.
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
