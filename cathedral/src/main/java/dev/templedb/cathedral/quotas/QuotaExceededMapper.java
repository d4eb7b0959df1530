package dev.templedb.cathedral.quotas;

import dev.templedb.cathedral.http.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;

/// Tells who needs more than a plan has room for what is left.
@Provider
public final class QuotaExceededMapper implements ExceptionMapper<QuotaExceeded> {
    @Override
    public Response toResponse(QuotaExceeded exceeded) {
        var code = exceeded.code();
        return Problems.answer(
                code, Objects.requireNonNullElse(exceeded.getMessage(), code.name()), exceeded.details());
    }
}
