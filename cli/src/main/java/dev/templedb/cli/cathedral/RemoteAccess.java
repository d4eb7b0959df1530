package dev.templedb.cli.cathedral;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.Credentials;
import dev.templedb.temple.remotes.ServerAccess;
import dev.templedb.temple.remotes.ServerLogin;
import dev.templedb.temple.remotes.ServerRemote;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What it takes to reach remotes.
///
/// @param version   of this program
/// @param file      keeps tokens
/// @param variables of the environment, for proxies
public record RemoteAccess(String version, Path file, Map<String, String> variables) {
    Credentials credentials() {
        return new Credentials(file);
    }

    /// The projects of a server, as whoever is signed in there.
    ServerRemote server(String address) {
        var entry = credentials().find(address);
        return access(address, entry.map(Credentials.Entry::token))
                .remote(entry.map(Credentials.Entry::username).filter(name -> !name.isEmpty()));
    }

    /// The way to sign in to a server, or out with a token.
    ServerLogin login(String address, Optional<String> token) {
        return access(address, token).login();
    }

    private ServerAccess access(String address, Optional<String> token) {
        return new ServerAccess(URI.create(address), token, "templedb/" + version, Proxies.of(variables));
    }

    /// Whether a host is this machine.
    static boolean isHere(String host) {
        var name = host.replace("[", "").replace("]", "");
        return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    /// Insists that what nobody may overhear is not sent in the clear.
    ///
    /// @throws TempleException with `REMOTE_ADDRESS_INVALID`
    static void requireConfidential(String address) {
        var uri = URI.create(address);
        if (!"https".equals(uri.getScheme()) && !isHere(uri.getHost())) {
            throw new TempleException(
                    ErrorCode.REMOTE_ADDRESS_INVALID,
                    "Passwords and tokens go to %s over https only.".formatted(Printable.text(address)));
        }
    }
}
