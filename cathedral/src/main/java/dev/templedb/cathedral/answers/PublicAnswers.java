package dev.templedb.cathedral.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.JsonAnswers;
import dev.templedb.cathedral.http.ServerAddress;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Gives lists and searches of projects, for whoever is not signed in, from [RecentAnswers].
@Singleton
public final class PublicAnswers {
    private static final Pattern KEPT = Pattern.compile("/api/v1/(projects|search)/?");
    private static final String NAME = "templedb.answer-name";

    private final RecentAnswers answers;
    private final CurrentCaller current;
    private final ServerAddress server;
    private final ObjectMapper mapper;
    private final MeterRegistry metrics;

    PublicAnswers(
            RecentAnswers answers,
            CurrentCaller current,
            ServerAddress server,
            ObjectMapper mapper,
            MeterRegistry metrics) {
        this.answers = answers;
        this.current = current;
        this.server = server;
        this.mapper = mapper;
        this.metrics = metrics;
    }

    /// Runs when the caller is known and may ask at all.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 70)
    public Optional<Response> before(ContainerRequestContext request) {
        var asked = request.getUriInfo();
        if (!request.getMethod().equals("GET")
                || current.get().isSignedIn()
                || !KEPT.matcher(asked.getRequestUri().getPath()).matches()) {
            return Optional.empty();
        }
        String query = asked.getRequestUri().getRawQuery();
        var name = answers.name(
                "%s\n%s\n%s".formatted(server.base(asked), asked.getRequestUri().getRawPath(), query));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var kept = answers.find(name.get());
        metrics.counter("cathedral.redis.answers", "outcome", kept.isPresent() ? "found" : "made")
                .increment();
        if (kept.isEmpty()) {
            request.setProperty(NAME, name.get());
        }
        return kept.map(json -> Response.ok(new JsonAnswers.Written(json), MediaType.APPLICATION_JSON_TYPE)
                .build());
    }

    /// Runs before [JsonAnswers], which gives the answer its tag and packs it.
    @ServerResponseFilter(priority = Priorities.USER + 100)
    public void after(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(NAME) instanceof String name
                && response.getStatus() == 200
                && response.getEntity() != null) {
            byte[] json = write(response.getEntity());
            answers.keep(name, json);
            response.setEntity(new JsonAnswers.Written(json));
        }
    }

    private byte[] write(Object entity) {
        try {
            return mapper.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
