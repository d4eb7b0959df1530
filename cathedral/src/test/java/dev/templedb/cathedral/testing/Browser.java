package dev.templedb.cathedral.testing;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A browser with the server's pages: keeps its cookie, says where its forms come from, and follows no redirects.
public final class Browser {
    private final Map<String, String> cookies = new TreeMap<>();

    /// Where the server is.
    public static String server() {
        return "http://127.0.0.1:" + RestAssured.port;
    }

    /// Opens a page.
    public Api.Answer open(String path) {
        return send("GET", path, null, Map.of());
    }

    /// Sends a form of one of the server's pages: names and values by turns.
    public Api.Answer submit(String path, String... fields) {
        return submit(path, Map.of("Origin", server(), "Sec-Fetch-Site", "same-origin"), fields);
    }

    /// The same with other headers.
    public Api.Answer submit(String path, Map<String, String> headers, String... fields) {
        var pairs = new TreeMap<String, String>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.put(fields[i], fields[i + 1]);
        }
        String form = pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("POST", path, form, headers);
    }

    private Api.Answer send(String method, String path, @Nullable String form, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(server() + path))
                .method(
                        method,
                        form == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        headers.forEach(request::header);
        var answer = Api.send(request.build());
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        var read = new Api.Answer(answer.statusCode(), MissingNode.getInstance(), answer.headers(), answer.body());
        if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            Contract.shared().check(method, path.replaceFirst("\\?.*", ""), read);
        }
        return read;
    }

    /// Takes a cookie of another browser, as when somebody else signs in between two pages.
    public void take(String cookie, Browser other) {
        cookies.put(cookie, Objects.requireNonNull(other.cookies.get(cookie)));
    }

    private void keep(String cookie) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
