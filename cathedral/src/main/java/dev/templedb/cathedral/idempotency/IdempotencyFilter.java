package dev.templedb.cathedral.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.http.BodyLimit;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Keeps the answers to requests of JSON that change something and carry an `Idempotency-Key`, for a day, and gives
/// them again to the same caller for the same request.
///
/// What signs in and what makes tokens is left alone, since its answers are secrets that nobody keeps. Answers that
/// say that the server has failed are not kept. Requests with other bodies see to themselves.
@Singleton
public final class IdempotencyFilter {
    private static final String HEADER = "Idempotency-Key";
    private static final String PROPERTY = "templedb.idempotency-key";

    private final StoredAnswers answers;
    private final CurrentCaller current;
    private final ObjectMapper json;

    IdempotencyFilter(StoredAnswers answers, CurrentCaller current, ObjectMapper json) {
        this.answers = answers;
        this.current = current;
        this.json = json;
    }

    /// Runs when the caller is known.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 100)
    public Optional<Response> before(ContainerRequestContext request) throws IOException {
        String key = request.getHeaderString(HEADER);
        if (key == null || !isKept(request)) {
            return Optional.empty();
        }
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw Given.invalid("The header Idempotency-Key has 1 to 255 visible characters of ASCII.");
        }
        byte[] body = request.hasEntity() ? read(request) : new byte[0];
        String caller = caller(current.get());
        String path = request.getUriInfo().getRequestUri().getRawPath();
        String hash = Sha256.of(
                        (request.getMethod() + " " + path + "\n" + Sha256.of(body)).getBytes(StandardCharsets.UTF_8))
                .hex();
        var kept = answers.begin(caller, key, hash);
        if (kept.isPresent()) {
            return Optional.of(again(kept.get(), hash));
        }
        request.setProperty(PROPERTY, new String[] {caller, key});
        return Optional.empty();
    }

    private static boolean isKept(ContainerRequestContext request) {
        String method = request.getMethod();
        boolean changes =
                method.equals("POST") || method.equals("PATCH") || method.equals("PUT") || method.equals("DELETE");
        String path = request.getUriInfo().getPath();
        boolean isJson =
                request.getMediaType() == null || MediaType.APPLICATION_JSON_TYPE.isCompatible(request.getMediaType());
        return changes && isJson && path.contains("/api/v1/") && !path.contains("/api/v1/auth/");
    }

    private static byte[] read(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readNBytes(BodyLimit.JSON_BYTES + 1);
        if (body.length > BodyLimit.JSON_BYTES) {
            throw new TempleException(ErrorCode.REQUEST_TOO_LARGE, "A JSON document has 1 MiB at most.");
        }
        request.setEntityStream(new ByteArrayInputStream(body));
        return body;
    }

    /// Whoever has no account is told apart by address.
    private static String caller(Caller caller) {
        var user = caller.user();
        return user == null ? "at " + caller.origin().address() : user.toString();
    }

    private static Response again(StoredAnswers.Kept kept, String hash) {
        if (!kept.requestHash().equals(hash)) {
            throw new TempleException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "The Idempotency-Key belongs to another request.");
        }
        if (kept.answer() == null) {
            throw new TempleException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "The request with this Idempotency-Key is still being answered.");
        }
        var answer = kept.answer();
        var response = Response.status(answer.status()).header("Idempotency-Replayed", "true");
        answer.headers().forEach(response::header);
        if (answer.body().length > 0) {
            response.entity(answer.body());
        }
        return response.build();
    }

    /// Keeps what is about to be sent.
    @ServerResponseFilter
    public void after(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(PROPERTY) instanceof String[] names)) {
            return;
        }
        if (response.getStatus() >= 500) {
            answers.forget(names[0], names[1]);
            return;
        }
        byte[] body = body(response.getEntity());
        var headers = new LinkedHashMap<String, String>();
        for (String header : new String[] {"Content-Type", "ETag", "Location"}) {
            String value = response.getHeaderString(header);
            if (value != null) {
                headers.put(header, value);
            }
        }
        if (body.length > 0 && !headers.containsKey("Content-Type")) {
            headers.put("Content-Type", MediaType.APPLICATION_JSON);
        }
        answers.keep(names[0], names[1], new StoredAnswers.Answer(response.getStatus(), Map.copyOf(headers), body));
    }

    private byte[] body(@Nullable Object entity) {
        try {
            return entity == null ? new byte[0] : json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
