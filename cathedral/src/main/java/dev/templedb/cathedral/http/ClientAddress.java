package dev.templedb.cathedral.http;

import dev.templedb.cathedral.settings.Settings;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a request comes from. What clients claim in `X-Forwarded-For` counts only as far as the proxies of the setting
/// `http.trusted-proxies` have written it: each adds, at the end, the address of whoever spoke to it.
@Singleton
public final class ClientAddress {
    private final List<Network> trusted;

    ClientAddress(Settings settings) {
        this.trusted = settings.get(HttpSettings.TRUSTED_PROXIES).stream()
                .flatMap(text -> Network.parse(text).stream())
                .toList();
    }

    /// An address, or all that begin with the same bits.
    private record Network(byte[] address, int bits) {
        /// Empty for the name of a host, which is nothing that addresses are compared with.
        static Optional<Network> parse(String text) {
            String[] parts = text.split("/", 2);
            try {
                byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
                int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
                return Optional.of(new Network(address, Math.clamp(bits, 0, address.length * 8)));
            } catch (IllegalArgumentException noAddress) {
                return Optional.empty();
            }
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The address of the client of a request, without the zone of an interface; null for a connection without one.
    public @Nullable String of(HttpServerRequest request) {
        var peer = request.connection().remoteAddress();
        String nearest = peer == null ? null : peer.hostAddress();
        return nearest == null
                ? null
                : of(nearest.replaceFirst("%.*", ""), request.headers().getAll("X-Forwarded-For"));
    }

    /// The first address, from the near end of the chain on, that is no trusted proxy's.
    String of(String peer, List<String> forwarded) {
        var chain = new ArrayList<String>();
        // All of it, however long: what the nearest proxy has written stands at the end.
        forwarded.forEach(header -> chain.addAll(List.of(header.split(",", -1))));
        String client = peer;
        for (var claimed : chain.reversed()) {
            var literal = literal(client);
            if (literal.isEmpty()
                    || trusted.stream()
                            .noneMatch(network -> network.contains(literal.get().getAddress()))) {
                break;
            }
            var before = literal(claimed.strip());
            if (before.isEmpty()) {
                break;
            }
            client = before.get().getHostAddress();
        }
        return client;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
