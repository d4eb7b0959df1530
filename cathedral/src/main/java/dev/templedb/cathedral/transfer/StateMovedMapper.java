package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.http.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.TreeMap;

/// Tells who pushes to a project that has moved on where it is.
@Provider
public final class StateMovedMapper implements ExceptionMapper<StateMoved> {
    private static final int MOST_REFS = 10_000;

    @Override
    public Response toResponse(StateMoved moved) {
        var refs = new TreeMap<String, Object>();
        moved.refs().entrySet().stream()
                .limit(MOST_REFS)
                .forEach(ref -> refs.put(ref.getKey(), ref.getValue().hex()));
        var details = new TreeMap<String, Object>();
        moved.state().ifPresent(root -> details.put("state", root.hex()));
        details.put("refs", refs);
        var code = moved.code();
        return Problems.answer(code, Objects.requireNonNullElse(moved.getMessage(), code.name()), details);
    }
}
