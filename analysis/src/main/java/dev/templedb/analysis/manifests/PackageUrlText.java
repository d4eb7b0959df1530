package dev.templedb.analysis.manifests;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes package URLs: `pkg:TYPE/NAMESPACE/NAME@VERSION`, percent-encoded as the specification says.
final class PackageUrlText {
    private static final String PLAIN = ".-_~";

    private PackageUrlText() {}

    static String of(String type, @Nullable String namespace, String name, @Nullable String version) {
        var url = new StringBuilder("pkg:").append(type).append('/');
        if (namespace != null) {
            Arrays.stream(namespace.split("/"))
                    .filter(segment -> !segment.isEmpty())
                    .forEach(segment -> url.append(segment(segment)).append('/'));
        }
        url.append(segments(name));
        if (version != null && !version.isEmpty()) {
            url.append('@').append(segments(version));
        }
        return url.toString();
    }

    /// A text that is one segment of the URL, though it may have slashes itself.
    private static String segments(String text) {
        return Arrays.stream(text.split("/", -1)).map(PackageUrlText::segment).collect(Collectors.joining("%2F"));
    }

    private static String segment(String text) {
        return text.equals(".") || text.equals("..") ? "%2E".repeat(text.length()) : encoded(text);
    }

    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }
}
