package dev.templedb.cathedral.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.api.FetchJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.storage.ObjectStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives projects out: plans of packages.
@Path("/api/v1/projects/{owner}/{project}/fetch")
@Singleton
@RunOnVirtualThread
public final class FetchResource {
    /// A plan and its inline bytes.
    public static final String MEDIA_TYPE = "application/vnd.cathedral.fetch";

    private final Fetches fetches;
    private final ObjectStore store;
    private final ObjectMapper mapper;
    private final CurrentCaller current;

    FetchResource(Fetches fetches, ObjectStore store, ObjectMapper mapper, CurrentCaller current) {
        this.fetches = fetches;
        this.store = store;
        this.mapper = mapper;
        this.current = current;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MEDIA_TYPE)
    public Response fetch(String owner, String project, @Nullable FetchJson body) {
        var address = new ProjectAddress(owner, project);
        fetches.requirePermission(current.get(), address);
        var given = Given.body(body);
        var want = Optional.ofNullable(given.want());
        var version = want.map(one -> one.version()).map(name -> Given.text("version", name, Given.NAME));
        var state = want.map(one -> one.state()).map(root -> Wire.root("state", root));
        var request = new FetchRequest(
                version.orElse(null),
                state.orElse(null),
                Wire.roots("have", given.have()),
                Wire.commits(given.commits()));
        var fetched = fetches.fetch(current.get(), address, request);
        var plan = fetched.plan().orElseGet(() -> new PackagePlan(fetched.root(), List.of(), null));
        var head = head(fetched);
        return Response.ok(PlanStream.inline(head, plan, store))
                .header("Content-Length", head.length + PlanStream.inlineBytes(plan))
                .header("Cache-Control", "no-store")
                .build();
    }

    private byte[] head(Fetches.Fetched fetched) {
        try {
            var json = mapper.writeValueAsBytes(Wire.json(fetched));
            return ByteBuffer.allocate(4 + json.length)
                    .putInt(json.length)
                    .put(json)
                    .array();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
