package dev.templedb.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection of HTTP/1.1 over which one request goes after the other: so little work that a measurement is of the
/// server. For servers that are known to speak well.
final class HttpConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(URI server) throws IOException {
        host = server.getAuthority();
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
    }

    /// A request.
    ///
    /// @param headers lines that end in CR LF, besides `Host` and `Content-Length`
    record Request(String method, String path, String headers, byte[] body) {
        static Request get(String path, String headers) {
            return new Request("GET", path, headers, new byte[0]);
        }
    }

    /// What came back.
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Sends a request and waits for its answer.
    Answer send(Request request) throws IOException {
        begin(request, request.body().length);
        out.write(request.body());
        return answer();
    }

    /// Sends a request whose body is `content` of `length` bytes.
    Answer send(Request request, InputStream content, long length) throws IOException {
        begin(request, length);
        content.transferTo(out);
        return answer();
    }

    /// Sends a request and throws the body of its answer away.
    ///
    /// @return the length of that body
    long drain(Request request) throws IOException {
        begin(request, 0);
        var head = head();
        if (head.status() != 200) {
            throw new IOException(
                    "%s %s was answered with %d".formatted(request.method(), request.path(), head.status()));
        }
        var buffer = new byte[BUFFER_BYTES];
        long left = head.length();
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("The answer was cut off");
            }
            left -= count;
        }
        return head.length();
    }

    private void begin(Request request, long length) throws IOException {
        var head = "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n"
                .formatted(
                        request.method(),
                        request.path(),
                        host,
                        request.headers(),
                        length == 0 && request.method().equals("GET") ? "" : "Content-Length: " + length + "\r\n");
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The first lines of an answer.
    ///
    /// @param length of the body; -1 when it comes in chunks
    private record Head(int status, long length) {}

    private Head head() throws IOException {
        var first = line();
        int status = Integer.parseInt(first.substring(9, 12));
        long length = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var small = line.toLowerCase(Locale.ROOT);
            if (small.startsWith("content-length:")) {
                length = Long.parseLong(small.substring(15).strip());
            } else if (small.startsWith("transfer-encoding:")) {
                length = -1;
            }
        }
        return new Head(status, status == 204 || status == 304 ? 0 : length);
    }

    private Answer answer() throws IOException {
        var head = head();
        if (head.length() >= 0) {
            return new Answer(head.status(), in.readNBytes((int) head.length()));
        }
        var body = new java.io.ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return new Answer(head.status(), body.toByteArray());
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().replaceFirst(";.*", ""), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
