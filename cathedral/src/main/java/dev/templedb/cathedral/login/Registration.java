package dev.templedb.cathedral.login;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Whether people may make accounts for themselves.
@Singleton
final class Registration {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1");

    private final String mode;

    /// @param mode `open`, `closed`, or `loopback`: open to those who come straight from this machine
    Registration(@ConfigProperty(name = "cathedral.registration", defaultValue = "loopback") String mode) {
        this.mode = mode;
    }

    /// @param address   where the connection comes from
    /// @param host      the host that the client asked for
    /// @param forwarded whether a proxy says that it comes from elsewhere
    /// @throws TempleException with `REGISTRATION_CLOSED`
    void requireOpen(@Nullable String address, String host, boolean forwarded) {
        boolean open = switch (mode) {
            case "open" -> true;
            case "loopback" -> address != null && LOOPBACK.contains(address) && LOOPBACK.contains(host) && !forwarded;
            default -> false;
        };
        if (!open) {
            throw new TempleException(
                    ErrorCode.REGISTRATION_CLOSED, "This server does not let people make accounts for themselves.");
        }
    }
}
