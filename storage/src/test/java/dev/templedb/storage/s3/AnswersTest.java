package dev.templedb.storage.s3;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What services answer that S3Proxy never does, said on a wire as they say it.
class AnswersTest {
    private static final ObjectKey KEY = new ObjectKey("packs/a");
    private static final int LONG = 2 * S3Config.LEAST_PART_BYTES;

    /// @param withheld how many bytes are announced besides, before the connection is closed
    private record Answer(int status, String body, int withheld) {
        Answer(int status, String body) {
            this(status, body, 0);
        }

        static Answer ok(String body) {
            return new Answer(200, body);
        }

        static Answer error(int status, String code) {
            return new Answer(status, "<Error><Code>%s</Code><Message>No.</Message></Error>".formatted(code));
        }
    }

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    private final Thread waiting = Thread.currentThread();
    private Function<String, Answer> service = _ -> Answer.ok("");
    private HttpServer server;
    private S3ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        store = open(1);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private S3ObjectStore open(int attempts) {
        return S3ObjectStore.open(S3Bucket.at(endpoint(), S3Bucket.NAME, "", () -> S3Bucket.CREDENTIALS, attempts));
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    /// Answers `PUT /objects/packs/a?uploadId=…` by what the service says to `PUT packs/a uploadId`.
    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var query = exchange.getRequestURI().getQuery();
        var parameters = query == null
                ? ""
                : " "
                        + String.join(
                                ",",
                                Arrays.stream(query.split("&"))
                                        .map(one -> one.split("=")[0])
                                        .sorted()
                                        .toList());
        var question = exchange.getRequestMethod()
                + exchange.getRequestURI().getPath().replaceFirst("/objects/?", " ")
                + parameters;
        asked.add(question);
        tokens.addAll(exchange.getRequestHeaders().getOrDefault("x-amz-security-token", List.of()));
        var answer = service.apply(question);
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("ETag", "\"etag\"");
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            int announced = body.length + answer.withheld();
            exchange.sendResponseHeaders(answer.status(), announced == 0 ? -1 : announced);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private static Answer begun(String question, Function<String, Answer> others) {
        return question.equals("POST packs/a uploads")
                ? Answer.ok("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
                : others.apply(question);
    }

    @ParameterizedTest
    @CsvSource({
        "507, InsufficientStorage, STORAGE_FULL",
        "403, QuotaExceeded, STORAGE_FULL",
        "507, '', STORAGE_FULL",
        "403, AccessDenied, STORAGE_REFUSED",
        "400, ExpiredToken, STORAGE_REFUSED",
        "400, AuthorizationHeaderMalformed, STORAGE_REFUSED",
        "400, BadDigest, STORAGE_UNAVAILABLE",
        "503, SlowDown, STORAGE_UNAVAILABLE",
        "500, InternalError, STORAGE_UNAVAILABLE",
        "429, TooManyRequests, STORAGE_UNAVAILABLE",
        "409, ConditionalRequestConflict, STORAGE_UNAVAILABLE"
    })
    void errors_have_their_meaning(int status, String code, ErrorCode meaning) {
        service = _ -> Answer.error(status, code);

        refuses(meaning, () -> store.put(KEY, new byte[1])).contains(KEY.text(), String.valueOf(status));
        refuses(meaning, () -> store.open(KEY, 0, 1).close()).contains(KEY.text());
        refuses(meaning, () -> store.delete(KEY));
        refuses(meaning, () -> store.list(""));
        refuses(meaning, () -> store.sweep(Instant.now()));
        refuses(meaning, store::check);
    }

    @ParameterizedTest
    @CsvSource({"507, STORAGE_FULL", "403, STORAGE_REFUSED", "503, STORAGE_UNAVAILABLE"})
    void errors_without_a_name_have_their_meaning(int status, ErrorCode meaning) {
        service = _ -> new Answer(status, "");

        refuses(meaning, () -> store.size(KEY)).contains(KEY.text(), String.valueOf(status));
    }

    @Test
    void a_put_is_tried_again_while_somebody_else_writes_the_key() {
        service = question -> asked.stream().filter(question::equals).count() == 1
                ? Answer.error(409, "ConditionalRequestConflict")
                : Answer.ok("");

        try (var patient = open(2)) {
            patient.put(KEY, new byte[1]);
        }

        assertThat(asked).containsExactly("PUT packs/a", "PUT packs/a");
    }

    @Test
    void whoever_waits_for_somebody_else_can_be_interrupted() {
        service = _ -> {
            waiting.interrupt();
            return Answer.error(409, "ConditionalRequestConflict");
        };

        try (var patient = open(1_000_000)) {
            refuses(ErrorCode.INTERRUPTED, () -> patient.put(KEY, new byte[1]));
        }

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void temporary_credentials_are_sent_with_their_token() {
        var config = S3Bucket.at(endpoint(), "", () -> new S3Credentials("ada", "secret", Optional.of("the token")));
        try (var store = S3ObjectStore.open(config)) {
            store.put(KEY, new byte[1]);
        }

        assertThat(tokens).containsExactly("the token");
    }

    @Test
    void an_upload_that_cannot_be_completed_is_removed() {
        service = question -> begun(question, other -> switch (other) {
            case "HEAD packs/a" -> Answer.error(404, "NoSuchKey");
            case "POST packs/a uploadId" -> Answer.error(409, "ConditionalRequestConflict");
            default -> Answer.ok("");
        });

        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.put(KEY, LONG, null, Samples.stream(LONG, 1)));

        assertThat(asked).endsWith("POST packs/a uploadId", "DELETE packs/a uploadId");
    }

    @Test
    void a_part_that_is_refused_ends_the_upload() {
        service = question -> begun(question, other -> switch (other) {
            case "HEAD packs/a" -> Answer.error(404, "NoSuchKey");
            case "PUT packs/a partNumber,uploadId" -> Answer.error(507, "InsufficientStorage");
            default -> Answer.ok("");
        });

        refuses(ErrorCode.STORAGE_FULL, () -> store.put(KEY, 8L * LONG, null, Samples.stream(8L * LONG, 1)));

        assertThat(asked).endsWith("DELETE packs/a uploadId").doesNotContain("POST packs/a uploadId");
    }

    @Test
    void an_upload_is_there_whose_completion_was_answered_to_nobody() throws IOException {
        // The answer to the first try was lost; the second finds no upload any more, but the object.
        var stored = "x".repeat(LONG);
        service = question -> begun(question, other -> switch (other) {
            case "HEAD packs/a" ->
                asked.contains("POST packs/a uploadId") ? Answer.ok(stored) : Answer.error(404, "NoSuchKey");
            case "POST packs/a uploadId" -> Answer.error(404, "NoSuchUpload");
            case "GET packs/a" -> Answer.ok(stored);
            default -> Answer.ok("");
        });
        var same = stored.getBytes(StandardCharsets.US_ASCII);

        assertThat(store.put(KEY, LONG, null, new ByteArrayInputStream(same))).isEqualTo(Sha256.of(same));
        asked.clear();
        refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> store.put(KEY, LONG, null, Samples.stream(LONG, 1)));
    }

    @Test
    void objects_are_deleted_one_by_one_where_the_service_knows_no_other_way() {
        var keys = List.of(new ObjectKey("packs/a"), new ObjectKey("packs/b"));
        for (var refusal : List.of(Answer.error(501, "NotImplemented"), Answer.error(400, "MissingContentMD5"))) {
            asked.clear();
            service = question -> question.startsWith("POST") ? refusal : Answer.ok("");

            store.delete(keys);

            assertThat(asked).containsExactly("POST  delete", "DELETE packs/a", "DELETE packs/b");
        }
    }

    @Test
    void objects_that_are_left_of_many_are_said() {
        var keys = List.of(new ObjectKey("packs/a"), new ObjectKey("packs/b"));
        for (var code : List.of("AccessDenied", "InternalError")) {
            service = _ -> Answer.ok(
                    "<DeleteResult><Error><Key>packs/a</Key><Code>%s</Code></Error></DeleteResult>".formatted(code));

            refuses(
                            code.equals("AccessDenied") ? ErrorCode.STORAGE_REFUSED : ErrorCode.STORAGE_UNAVAILABLE,
                            () -> store.delete(keys))
                    .contains(code);
        }
        service = _ -> Answer.error(403, "AccessDenied");
        refuses(ErrorCode.STORAGE_REFUSED, () -> store.delete(keys));
    }

    @Test
    void a_service_that_would_replace_what_is_stored_is_not_used() {
        service = question -> question.endsWith("uploads")
                ? Answer.ok("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
                : Answer.ok("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");

        refuses(ErrorCode.STORAGE_REFUSED, store::check).contains("conditional writes");

        assertThat(asked.getLast()).startsWith("DELETE check/");
    }

    @Test
    void an_answer_of_another_length_is_damage() {
        service = _ -> Answer.ok("four");

        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.open(KEY, 0, 5).close());
        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.open(KEY, 0, 3).close());
    }

    @Test
    void a_stream_goes_on_while_something_comes_and_says_when_nothing_does() throws IOException {
        service = _ -> new Answer(206, "ab", 10 - 2 * asked.size());
        try (var store = open(2);
                var content = store.open(KEY, 0, 10)) {
            assertThat(content.readAllBytes()).asString().isEqualTo("ababababab");
        }
        asked.clear();

        service = _ -> new Answer(206, "", 10);
        try (var store = open(2);
                var content = store.open(KEY, 0, 10)) {
            refuses(ErrorCode.STORAGE_UNAVAILABLE, content::read).contains("byte 0");
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void an_upload_that_somebody_else_removes_at_the_same_time_is_swept() {
        var uploads = Answer.ok("""
                <ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>packs/a</Key>
                <UploadId>u</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>
                """);
        service = question -> question.startsWith("GET") ? uploads : Answer.error(404, "NoSuchUpload");

        assertThat(store.sweep(Instant.now())).isEqualTo(1);

        service = question -> question.startsWith("GET") ? uploads : Answer.error(500, "InternalError");
        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.sweep(Instant.now()));
    }
}
