package dev.templedb.temple.remotes;

import dev.templedb.api.client.ApiClient;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;

/// Opens connections to a server.
///
/// @param address of the server
/// @param token   of who is signed in
/// @param program and its version, for the server's log
/// @param proxy   through which to go
public record ServerAccess(URI address, Optional<String> token, String program, ProxySelector proxy) {
    @Override
    public String toString() {
        return "access to " + address;
    }

    private ApiClient client() {
        return new ApiClient(address, token, program, proxy);
    }

    /// The projects there.
    ///
    /// @param me the name of who is signed in
    public ServerRemote remote(Optional<String> me) {
        return new ServerRemote(client(), me);
    }

    /// The way in and out.
    public ServerLogin login() {
        return new ServerLogin(client());
    }
}
