package dev.templedb.cathedral.git;

import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Plain git over HTTP: what `git clone ADDRESS/OWNER/PROJECT.git` asks for. Refusals are told in a way that git shows
/// ([GitAnswers]).
@Path("/{owner}/{project}")
@Singleton
@RunOnVirtualThread
public final class GitResource {
    private static final String UPLOAD_PACK = "git-upload-pack";
    private static final String RECEIVE_PACK = "git-receive-pack";
    private static final String SUFFIX = ".git";

    private final GitServer server;
    private final RequestBody bodies;
    private final CurrentCaller current;

    GitResource(GitServer server, RequestBody bodies, CurrentCaller current) {
        this.server = server;
        this.bodies = bodies;
        this.current = current;
    }

    @GET
    @Path("/info/refs")
    public Response refs(
            String owner,
            String project,
            @QueryParam("service") @Nullable String service,
            @HeaderParam("Git-Protocol") @Nullable String protocol) {
        var seen = server.see(current.get(), address(owner, project));
        if (RECEIVE_PACK.equals(service)) {
            throw pushRefused();
        }
        if (!UPLOAD_PACK.equals(service)) {
            throw GitRequest.invalid("it asks for no service that is known here");
        }
        return answer("advertisement", server.advertise(seen, isVersion2(protocol)));
    }

    @POST
    @Path("/git-upload-pack")
    @Consumes("application/x-git-upload-pack-request")
    public Response uploadPack(
            String owner,
            String project,
            @HeaderParam("Git-Protocol") @Nullable String protocol,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            InputStream body) {
        // Before anything is read of somebody who must not see it.
        var seen = server.see(current.get(), address(owner, project));
        var held = bodies.read(body, encoding);
        boolean isAnswered = false;
        try {
            var request = GitRequest.read(held.bytes(), isVersion2(protocol));
            var answer = answer("result", until(server.answer(seen, request), held));
            isAnswered = true;
            return answer;
        } finally {
            if (!isAnswered) {
                held.close();
            }
        }
    }

    /// The answer, which refers to its request until it is closed.
    private static InputStream until(InputStream answer, RequestBody.Held held) {
        return new FilterInputStream(answer) {
            @Override
            public void close() throws IOException {
                try (held) {
                    super.close();
                }
            }
        };
    }

    @POST
    @Path("/git-receive-pack")
    public Response receivePack(String owner, String project) {
        server.see(current.get(), address(owner, project));
        throw pushRefused();
    }

    private static Response answer(String what, Object content) {
        return Response.ok(content)
                .type("application/x-" + UPLOAD_PACK + "-" + what)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static ProjectAddress address(String owner, String project) {
        boolean hasSuffix = project.endsWith(SUFFIX) && project.length() > SUFFIX.length();
        return new ProjectAddress(
                owner, hasSuffix ? project.substring(0, project.length() - SUFFIX.length()) : project);
    }

    private static boolean isVersion2(@Nullable String protocol) {
        return protocol != null
                && Arrays.stream(protocol.split(":")).map(String::strip).anyMatch("version=2"::equals);
    }

    private static TempleException pushRefused() {
        return new TempleException(
                ErrorCode.GIT_PUSH_REFUSED,
                "This server takes no pushes from git, because a project is more than its repository.");
    }
}
