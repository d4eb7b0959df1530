package dev.templedb.cathedral.http;

import dev.templedb.cathedral.settings.Settings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/// Where users reach the server.
@Singleton
public final class ServerAddress {
    private final Optional<URI> publicBase;

    ServerAddress(Settings settings) {
        this.publicBase = settings.get(HttpSettings.PUBLIC_URL).map(url -> URI.create(url + "/"));
    }

    /// Its address, which ends in a slash: by the setting, else as the request has it.
    public URI base(UriInfo request) {
        return publicBase.orElseGet(request::getBaseUri);
    }

    /// The address of a path of the server that begins with a slash.
    public URI of(UriInfo request, String path) {
        return base(request).resolve("." + path);
    }
}
