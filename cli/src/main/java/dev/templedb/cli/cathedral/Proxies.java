package dev.templedb.cli.cathedral;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies that `http_proxy`, `https_proxy` and `no_proxy` name, in small or capital letters; without them, those
/// of the JVM's settings.
final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 80;

    private final Map<String, String> variables;

    private Proxies(Map<String, String> variables) {
        this.variables = variables;
    }

    static ProxySelector of(Map<String, String> variables) {
        var selector = new Proxies(variables);
        var usual = ProxySelector.getDefault();
        return selector.variable("http_proxy").isEmpty()
                        && selector.variable("https_proxy").isEmpty()
                        && usual != null
                ? usual
                : selector;
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(one -> variables.getOrDefault(one, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    @Override
    public List<Proxy> select(URI address) {
        var host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        boolean isDirect = RemoteAccess.isHere(host)
                || variable("no_proxy").stream()
                        .flatMap(list -> Stream.of(list.split(",")))
                        .anyMatch(domain -> isWithin(host, domain.strip().toLowerCase(Locale.ROOT)));
        return isDirect
                ? List.of(Proxy.NO_PROXY)
                : variable(address.getScheme() + "_proxy")
                        .map(Proxies::proxy)
                        .map(List::of)
                        .orElse(List.of(Proxy.NO_PROXY));
    }

    /// Whether a host is the one that was named, or one of that domain; `*` is every one.
    private static boolean isWithin(String host, String domain) {
        var name = domain.startsWith(".") ? domain.substring(1) : domain;
        return name.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static Proxy proxy(String address) {
        try {
            var uri = URI.create(address.contains("://") ? address : "http://" + address);
            return uri.getHost() == null
                    ? Proxy.NO_PROXY
                    : new Proxy(
                            Proxy.Type.HTTP,
                            new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort()));
        } catch (IllegalArgumentException noAddress) {
            return Proxy.NO_PROXY;
        }
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // Whoever asked is told.
    }
}
