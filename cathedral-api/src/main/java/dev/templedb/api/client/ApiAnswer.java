package dev.templedb.api.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a request came to when the server refused it: the cause of the error that the client throws.
@SuppressWarnings("serial")
public final class ApiAnswer extends RuntimeException {
    private final int status;
    private final transient JsonNode details;

    ApiAnswer(int status, JsonNode details) {
        super("status " + status, null, false, false);
        this.status = status;
        this.details = details;
    }

    /// The status of HTTP.
    public int status() {
        return status;
    }

    /// A text among the details.
    public Optional<String> detail(String name) {
        var value = details.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }
}
