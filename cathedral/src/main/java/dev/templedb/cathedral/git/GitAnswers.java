package dev.templedb.cathedral.git;

import dev.templedb.api.ProblemJson;
import dev.templedb.cathedral.http.CurrentCaller;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/// Makes refusals ones that git understands: it shows plain text, not problem documents, and asks for a name and a
/// password when it is told to with 401.
///
/// Somebody who is not signed in gets the same 401 for what is not there and for what they must not see.
@Provider
public final class GitAnswers implements ContainerResponseFilter {
    private static final Pattern PATH = Pattern.compile("/?[^/]+/[^/]+/(info/refs|git-upload-pack|git-receive-pack)");
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final String SIGN_IN =
            "There is no such project, or only for those who sign in: with a token of this server as the password.\n";

    private final CurrentCaller current;

    GitAnswers(CurrentCaller current) {
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(response.getEntity() instanceof ProblemJson problem)
                || !PATH.matcher(request.getUriInfo().getPath()).matches()) {
            return;
        }
        boolean isHidden = response.getStatus() == NOT_FOUND && !current.get().isSignedIn();
        if (isHidden) {
            response.setStatus(UNAUTHORIZED);
        }
        if (response.getStatus() == UNAUTHORIZED) {
            response.getHeaders().putSingle("WWW-Authenticate", "Basic realm=\"cathedral\", charset=\"UTF-8\"");
        }
        var text = isHidden ? SIGN_IN : "%s\n%s (%s)\n".formatted(problem.detail(), problem.hint(), problem.code());
        response.setEntity(text, null, MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"));
    }
}
