package dev.templedb.api.client;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Talks to one registry. Connections are kept and shared, over HTTP/2 where the server has it. Thread-safe.
///
/// Requests that may be sent twice without harm are sent again when the connection breaks or the server is busy, up
/// to four times in all, each time after a longer pause, or the one that the server asks for. One that is to be
/// longer than half a minute is left to the person. Redirects are followed only to the very same server, so the
/// token never goes anywhere else.
public final class ApiClient implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(30);
    private static final Duration ANSWERING = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 4;
    private static final int HOPS = 3;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final int MOST_JSON_BYTES = 16 << 20;
    private static final int MOST_NESTING = 100;
    private static final int LONGEST_SENTENCE = 1000;
    private static final int OK_LOWEST = 200;
    private static final int OK_HIGHEST = 299;
    private static final int REFUSED = 400;
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    private final URI base;
    private final Optional<String> token;
    private final String program;
    private final HttpClient http;
    private final JsonMapper json;

    /// A client of the server at `base`, such as `https://cathedral.example.org`, perhaps with a path prefix.
    ///
    /// @param token   is sent with every request, if there is one
    /// @param program and its version, for the server's log
    /// @param proxy   through which to go
    public ApiClient(URI base, Optional<String> token, String program, ProxySelector proxy) {
        this.base = base;
        this.token = token;
        this.program = program;
        var builder = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxy);
        if ("http".equalsIgnoreCase(base.getScheme())) {
            builder.sslContext(trustingNobody());
        }
        this.http = builder.build();
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MOST_NESTING)
                                .build())
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /// For connections without encryption: otherwise every client reads the certificates that the system trusts.
    private static SSLContext trustingNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// One request.
    ///
    /// @param path       below `/api/v1`, with its names [encoded][#name]
    /// @param query      parameters
    /// @param body       sent as JSON; null for none
    /// @param headers    further ones
    /// @param repeatable whether sending it twice does no harm
    public record Request(
            String method,
            String path,
            Map<String, String> query,
            @Nullable Object body,
            Map<String, String> headers,
            boolean repeatable) {
        /// Asks for something.
        public static Request get(String path, Map<String, String> query) {
            return new Request("GET", path, query, null, Map.of(), true);
        }

        /// Sends something.
        public static Request of(String method, String path, @Nullable Object body) {
            return new Request(method, path, Map.of(), body, Map.of(), !method.equals("POST"));
        }

        /// The same, which may be sent twice.
        public Request repeated() {
            return new Request(method, path, query, body, headers, true);
        }

        /// The same with a header.
        public Request with(String header, String value) {
            var more = new TreeMap<>(headers);
            more.put(header, value);
            return new Request(method, path, query, body, more, repeatable);
        }
    }

    /// A name as a part of a path.
    public static String name(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Sends a request and reads its answer.
    ///
    /// @throws TempleException with what the server says is wrong, `REMOTE_UNREACHABLE` when it cannot be reached
    /// or
    ///         says something that makes no sense
    public <T> T send(Request request, Class<T> type) {
        return read(bytes(request, MOST_JSON_BYTES), type);
    }

    /// Sends a request and reads its answer as JSON of any form; null's node when it is empty.
    public JsonNode tree(Request request) {
        var bytes = bytes(request, MOST_JSON_BYTES);
        try {
            return bytes.length == 0 ? json.nullNode() : json.readTree(bytes);
        } catch (JacksonException nonsense) {
            throw unreachable("it answered with something that makes no sense", nonsense);
        }
    }

    /// JSON that came within another answer.
    public <T> T read(byte[] bytes, Class<T> type) {
        try {
            return json.readValue(bytes, type);
        } catch (JacksonException nonsense) {
            throw unreachable("it answered with something that makes no sense", nonsense);
        }
    }

    /// Sends a request and reads its answer, which may have at most so many bytes.
    public byte[] bytes(Request request, int most) {
        return exchange(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), most), body(request));
    }

    /// Sends bytes, which take the place of the request's body.
    ///
    /// @param type their media type
    public void put(Request request, String type, byte[] content) {
        exchange(
                request.with("Content-Type", type),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_JSON_BYTES),
                BodyPublishers.ofByteArray(content));
    }

    /// A value as the JSON that requests send.
    public byte[] json(Object body) {
        return json.writeValueAsBytes(body);
    }

    /// Sends a request and lets `work` read its answer as it comes. Reading that gets nothing for two minutes
    /// fails.
    public <T> T stream(Request request, Reader<T> work) {
        var answer = exchange(request, BodyHandlers.ofInputStream(), body(request));
        try (var in = new PatientStream(answer, ANSWERING)) {
            return work.read(in);
        } catch (IOException broken) {
            throw unreachable("the connection broke", broken);
        }
    }

    /// Reads an answer.
    @FunctionalInterface
    public interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    private HttpRequest.BodyPublisher body(Request request) {
        return request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(json(request.body()));
    }

    /// What came: a value, or the document of a refusal.
    private record Answer<T>(@Nullable T value, byte @Nullable [] refusal) {}

    private <T> T exchange(Request request, BodyHandler<T> handler, HttpRequest.BodyPublisher body) {
        BodyHandler<Answer<T>> either = info -> info.statusCode() >= REFUSED
                ? BodySubscribers.mapping(
                        BodySubscribers.limiting(BodySubscribers.ofByteArray(), MOST_JSON_BYTES),
                        bytes -> new Answer<>(null, bytes))
                : BodySubscribers.mapping(handler.apply(info), value -> new Answer<>(value, null));
        for (int attempt = 1; ; attempt++) {
            try {
                var answer = hop(request, either, body);
                int status = answer.statusCode();
                var refusal = answer.body().refusal();
                var value = answer.body().value();
                if (value != null && status >= OK_LOWEST && status <= OK_HIGHEST) {
                    return value;
                }
                long pause = pauseMillis(attempt, answer.headers().firstValue("Retry-After"));
                if (!BUSY.contains(status)
                        || attempt == ATTEMPTS
                        || !request.repeatable()
                        || pause > LONGEST_PAUSE_MILLIS) {
                    throw refused(status, refusal == null ? new byte[0] : refusal);
                }
                pause(pause);
            } catch (IOException broken) {
                if (attempt == ATTEMPTS || !request.repeatable()) {
                    throw unreachable(reason(broken), broken);
                }
                pause(pauseMillis(attempt, Optional.empty()));
            }
        }
    }

    /// The error of this program that a refusal stands for.
    private TempleException refused(int status, byte[] document) {
        JsonNode problem;
        try {
            problem = document.length == 0 ? json.nullNode() : json.readTree(document);
        } catch (JacksonException noDocument) {
            problem = json.nullNode();
        }
        var code = problem.path("code").asString("");
        var known = Stream.of(ErrorCode.values())
                .filter(one -> one.id().equals(code))
                .findFirst();
        var said = problem.path("detail").asString("");
        var detail = Printable.text(said.length() > LONGEST_SENTENCE ? said.substring(0, LONGEST_SENTENCE) : said);
        var cause = new ApiAnswer(status, problem.path("details"));
        if (known.isPresent() && !detail.isEmpty()) {
            return new TempleException(known.get(), detail, cause);
        }
        var by = switch (status) {
            case 401 -> ErrorCode.LOGIN_REQUIRED;
            case 403 -> ErrorCode.PERMISSION_DENIED;
            default -> ErrorCode.REMOTE_UNREACHABLE;
        };
        return new TempleException(
                by,
                "%s answered with status %d%s.".formatted(base, status, detail.isEmpty() ? "" : ": " + detail),
                cause);
    }

    private static String reason(IOException broken) {
        if (broken instanceof HttpTimeoutException) {
            return "it did not answer in time";
        }
        var said = broken.getMessage();
        return said == null ? "the connection failed" : "the connection failed (" + said + ")";
    }

    /// How long to wait before the next attempt: what the server asks for, in seconds or as a date, else longer and
    /// longer.
    private static long pauseMillis(int attempt, Optional<String> wanted) {
        return wanted.flatMap(ApiClient::millis).orElse(FIRST_PAUSE_MILLIS << attempt);
    }

    private static Optional<Long> millis(String retryAfter) {
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Optional.of(Long.parseLong(retryAfter) * 1000);
        }
        try {
            var until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(
                    Math.max(0, Duration.between(Instant.now(), until).toMillis()));
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis + ThreadLocalRandom.current().nextLong(FIRST_PAUSE_MILLIS));
        } catch (InterruptedException interrupt) {
            throw interrupted(interrupt);
        }
    }

    private <T> HttpResponse<T> hop(Request request, BodyHandler<T> handler, HttpRequest.BodyPublisher body)
            throws IOException {
        var address = address(request);
        for (int hop = 0; ; hop++) {
            var answer = once(request, address, handler, body);
            int status = answer.statusCode();
            boolean isSameAgain = status == 307 || status == 308;
            boolean isForReaders = request.method().equals("GET") && (status == 301 || status == 302);
            var next = answer.headers().firstValue("Location").map(address::resolve);
            if (next.isEmpty() || !isSameAgain && !isForReaders) {
                return answer;
            }
            if (hop == HOPS || !isHere(next.get())) {
                throw unreachable("it sends elsewhere, to " + next.get(), null);
            }
            address = next.get();
        }
    }

    private boolean isHere(URI address) {
        return base.getScheme().equalsIgnoreCase(address.getScheme())
                && base.getHost().equalsIgnoreCase(address.getHost())
                && base.getPort() == address.getPort();
    }

    private URI address(Request request) {
        var query = request.query().entrySet().stream()
                .map(parameter -> name(parameter.getKey()) + "=" + name(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(base + "/api/v1" + request.path() + (query.isEmpty() ? "" : "?" + query));
    }

    private <T> HttpResponse<T> once(
            Request request, URI address, BodyHandler<T> handler, HttpRequest.BodyPublisher body) throws IOException {
        var built = HttpRequest.newBuilder(address)
                .timeout(ANSWERING)
                .header("User-Agent", program)
                .method(request.method(), body);
        if (request.body() != null) {
            built.header("Content-Type", "application/json");
        }
        request.headers().forEach(built::header);
        token.ifPresent(secret -> built.header("Authorization", "Bearer " + secret));
        var sent = http.sendAsync(built.build(), handler);
        try {
            return sent.get(ANSWERING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException broken ? broken : new IOException(failure.getCause());
        } catch (TimeoutException slow) {
            sent.cancel(true);
            throw new HttpTimeoutException("no answer");
        } catch (InterruptedException interrupt) {
            sent.cancel(true);
            throw interrupted(interrupt);
        }
    }

    private static TempleException interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new TempleException(ErrorCode.INTERRUPTED, "The request was interrupted.", interrupt);
    }

    private TempleException unreachable(String why, @Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.REMOTE_UNREACHABLE, "%s cannot be used: %s.".formatted(base, Printable.text(why)), cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
