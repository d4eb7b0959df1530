package dev.templedb.cathedral.contract;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Serves the document of the REST interface.
@Path("/openapi")
@Singleton
@Produces("application/yaml")
public final class ContractResource {
    private final byte[] document = read();

    private static byte[] read() {
        try (var in = ContractResource.class.getResourceAsStream("rest-api.yaml")) {
            return Objects.requireNonNull(in, "the build puts the document here")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    public byte[] show() {
        return document.clone();
    }
}
