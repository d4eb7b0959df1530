package dev.templedb.cathedral.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.core.Sha256;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Gives every JSON that is asked for an entity tag, answers whoever has it already with 304 and no body, and packs the
/// others for whoever takes that ([ContentCoding]).
///
/// The tag covers the very bytes, since what is shown depends on who asks. Where the resource has given the tag of the
/// state that changes are made on, that comes first in it, so that `If-Match` goes on naming the state alone.
@Singleton
public final class JsonAnswers {
    private static final int WORTH_PACKING = 1024;
    private static final int TAG_DIGITS = 16;
    private static final String ETAG = "ETag";

    private final ObjectMapper mapper;

    JsonAnswers(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /// Runs before an answer is sent.
    @ServerResponseFilter
    public void finish(ContainerRequestContext request, ContainerResponseContext response) {
        var entity = response.getEntity();
        if (!request.getMethod().equals("GET")
                || response.getStatus() != 200
                || entity == null
                || !isJson(response.getMediaType(), entity)) {
            return;
        }
        String cached = response.getHeaderString("Cache-Control");
        byte[] body = write(entity);
        if (cached == null || !cached.contains("no-store")) {
            String tag = tag(response.getHeaderString(ETAG), body);
            response.getHeaders().putSingle(ETAG, tag);
            if (names(request.getHeaderString("If-None-Match"), tag)) {
                response.setStatus(304);
                response.setEntity(null);
                return;
            }
        }
        var coding = body.length >= WORTH_PACKING && mayBePacked(request, cached)
                ? ContentCoding.chosen(request.getHeaderString("Accept-Encoding"))
                : Optional.<ContentCoding>empty();
        coding.ifPresent(chosen -> response.getHeaders().putSingle("Content-Encoding", chosen.word()));
        response.setEntity(
                coding.map(chosen -> chosen.packed(body)).orElse(body), null, MediaType.APPLICATION_JSON_TYPE);
    }

    /// The length of a packed answer tells what of the question is in the answer. So what is secret is not packed,
    /// nor what
    /// a browser may ask for on behalf of another site, with the cookie of its user.
    private static boolean mayBePacked(ContainerRequestContext request, @Nullable String cached) {
        if (cached != null && cached.contains("no-store")) {
            return false;
        }
        String site = request.getHeaderString("Sec-Fetch-Site");
        return request.getCookies().isEmpty() || "same-origin".equals(site) || "none".equals(site);
    }

    private static boolean isJson(@Nullable MediaType type, Object entity) {
        return (type == null || MediaType.APPLICATION_JSON_TYPE.isCompatible(type))
                && !(entity instanceof byte[])
                && !(entity instanceof CharSequence)
                && !(entity instanceof InputStream)
                && !(entity instanceof StreamingOutput);
    }

    /// JSON that has been written already.
    ///
    /// @param json the bytes, which nobody changes
    @SuppressWarnings("ArrayRecordComponent")
    public record Written(byte[] json) {}

    private byte[] write(Object entity) {
        if (entity instanceof Written written) {
            return written.json();
        }
        try {
            return mapper.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(@Nullable String state, byte[] body) {
        String own = Sha256.of(body).hex().substring(0, TAG_DIGITS);
        return state == null ? "\"" + own + "\"" : EntityTags.with(state, own);
    }

    private static boolean names(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(one -> one.equals("*") || one.equals(tag));
    }
}
