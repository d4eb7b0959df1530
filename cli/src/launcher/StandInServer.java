import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Stands in for a registry while the start-up caches are trained: run by assemble.sh, since the registry itself is built
/// elsewhere. It knows one project, and takes every small push. Like a registry it speaks HTTP/2, to which a client goes
/// over with its first request (h2c), so that the classes for that are in the cache.
///
///     java StandInServer.java
///
/// says its address, and ends with its standard input.
final class StandInServer {
    private static final String STATE_OF_SHOP = "a".repeat(64);
    private static final String PROJECT =
            """
            {"id":"01a22e0f-6e60-7d34-85ee-728b881ec201","owner":"ada","owner_type":"user","slug":"shop","name":"Shop",
             "description":"A shop","visibility":"public","repository_url":null,"homepage_url":null,"license":"MIT",
             "default_branch":"main","tags":["web"],"languages":["Java"],"stars":3,"forks":1,"downloads":12,
             "latest_version":"1.0.0","state":"%s","source":null,"role":"owner","starred":false,"metadata":{},
             "statistics":{},"created_at":"2026-11-30T12:00:00.123456Z","updated_at":"2026-11-30T12:00:00.123456Z"}"""
                    .formatted(STATE_OF_SHOP);
    private static final String USER =
            """
            {"username":"ada","email":"ada@example.org","email_verified":true,"display_name":"Ada","avatar_url":null,
             "bio":null,"website_url":null,"administrator":false,"two_factor":false,
             "scopes":["read:projects","write:projects","admin:projects"],"created_at":"2026-11-30T12:00:00.123456Z"}""";
    private static final String VERSION =
            """
            {"version":"1.0.0","state":"%s","notes":"The first one","pre_release":false,"package_url":"packages/ada/shop/1.0.0",
             "package_size_bytes":1234,"checksum_sha256":null,"manifest":{},"created_by":"ada",
             "created_at":"2026-11-30T12:00:00.123456Z","yanked":false,"yank_reason":null,"signed_by":null,"signer":null,
             "signature":null,"downloads":12}"""
                    .formatted(STATE_OF_SHOP);
    private static final String MISSING =
            """
            {"type":"about:blank","status":404,"code":"TDB-1424","title":"PROJECT_NOT_FOUND","detail":"There is none.",
             "hint":"Look for it.","details":null}""";

    /// What a push says that it brings.
    private static final Pattern STATE = Pattern.compile("\"state\" ?: ?\"([0-9a-f]{64})\"");

    /// What the last push brought.
    private static volatile String pushed = STATE_OF_SHOP;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACKNOWLEDGED = 1;
    private static final int END_HEADERS = 4;

    private StandInServer() {}

    public static void main(String[] args) throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("http://127.0.0.1:" + server.getLocalPort());
            System.out.close();
            Thread.ofPlatform().daemon().start(() -> accept(server));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void accept(ServerSocket server) {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                var in = new DataInputStream(socket.getInputStream());
                var out = new BufferedOutputStream(socket.getOutputStream())) {
            String head = head(in);
            var length = Pattern.compile("(?i)content-length: ?([0-9]+)").matcher(head);
            var body = new String(
                    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0), StandardCharsets.ISO_8859_1);
            out.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            frame(out, SETTINGS, 0, 0, new byte[0]);
            answer(out, 1, answer(head.split(" ", 3)[1], body));
            out.flush();
            in.skipNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
            frames(in, out);
        } catch (IOException gone) {
            // So is the connection.
        }
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /// Of the requests behind the first one only the bodies are understood.
    private static void frames(DataInputStream in, OutputStream out) throws IOException {
        var bodies = new HashMap<Integer, ByteArrayOutputStream>();
        while (true) {
            int lengthAndType = in.readInt();
            int flags = in.read();
            int stream = in.readInt();
            int type = lengthAndType & 0xff;
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            if (type == SETTINGS && (flags & ACKNOWLEDGED) == 0) {
                frame(out, SETTINGS, ACKNOWLEDGED, 0, new byte[0]);
            } else if (type == DATA || type == HEADERS) {
                var body = bodies.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
                if (type == DATA && payload.length > 0) {
                    body.writeBytes(payload);
                    frame(out, WINDOW_UPDATE, 0, 0, number(payload.length));
                    frame(out, WINDOW_UPDATE, 0, stream, number(payload.length));
                }
                if ((flags & END_STREAM) != 0) {
                    answer(out, stream, answer("", body.toString(StandardCharsets.ISO_8859_1)));
                }
            }
            out.flush();
        }
    }

    /// The answer to a request; empty for one that is not known.
    private static String answer(String path, String body) {
        String asked = path.replaceFirst("[?].*", "");
        var state = STATE.matcher(body);
        if (state.find()) {
            pushed = state.group(1);
            return "{\"state\":\"%s\",\"version\":null}".formatted(state.group(1));
        }
        if (path.isEmpty() && body.isEmpty()) {
            // Of what is asked behind the first request the address is not read: the project that was pushed, or versions.
            var project = pushedProject();
            return project.substring(0, project.length() - 1) + ",\"items\":[" + VERSION + "],\"next\":null}";
        }
        if (path.isEmpty() && body.contains("\"have\"")) {
            // A plan with its length before it: there is nothing to fetch.
            var plan = "{\"state\":\"%s\",\"bytes\":0,\"segments\":[]}".formatted(pushed);
            return "\0\0\0" + (char) plan.length() + plan;
        }
        if (asked.equals("/api/v1/projects/ada/tiny") && !pushed.equals(STATE_OF_SHOP)) {
            return pushedProject();
        }
        return Map.of(
                        "/api/v1/auth/user", USER,
                        "/api/v1/projects", "{\"items\":[" + PROJECT + "],\"next\":null}",
                        "/api/v1/projects/ada/shop", PROJECT,
                        "/api/v1/projects/ada/shop/versions", "{\"items\":[" + VERSION + "],\"next\":null}")
                .getOrDefault(asked, "");
    }

    private static String pushedProject() {
        return PROJECT.replace(STATE_OF_SHOP, pushed).replace("\"slug\":\"shop\"", "\"slug\":\"tiny\"");
    }

    private static void answer(OutputStream out, int stream, String body) throws IOException {
        var headers = new ByteArrayOutputStream();
        // By the static table of HPACK: the status, and the name content-type.
        headers.write(body.isEmpty() ? 0x8d : 0x88);
        byte[] type = (body.isEmpty() ? "application/problem+json" : "application/json")
                .getBytes(StandardCharsets.US_ASCII);
        headers.writeBytes(new byte[] {0x0f, 0x10, (byte) type.length});
        headers.writeBytes(type);
        frame(out, HEADERS, END_HEADERS, stream, headers.toByteArray());
        frame(out, DATA, END_STREAM, stream, (body.isEmpty() ? MISSING : body).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        byte[] length = number(payload.length);
        out.write(length, 1, 3);
        out.write(type);
        out.write(flags);
        out.write(number(stream));
        out.write(payload);
    }
}
