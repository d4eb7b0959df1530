package dev.templedb.cathedral.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/// Gives every answer the headers that keep it from being taken for something else, or from being kept by somebody.
@Provider
public final class AnswerHeaders implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
        headers.putSingle("X-Content-Type-Options", "nosniff");
        if (!headers.containsKey("Cache-Control")) {
            headers.putSingle("Cache-Control", "private, no-cache");
            headers.putSingle("Vary", "Authorization, Cookie, Accept-Encoding");
        }
    }
}
