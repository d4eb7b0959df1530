package dev.templedb.analysis.manifests;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import org.jspecify.annotations.Nullable;

/// What a package is called, without a version, as a package URL has it.
///
/// @param type      such as `npm` or `maven`
/// @param namespace such as `@babel` or `org.springframework`; empty when there is none
/// @param name      such as `core`; never empty
public record PackageName(String type, String namespace, String name) implements Comparable<PackageName> {
    private static final int LONGEST = 1000;

    /// Checks that there is a name.
    public PackageName {
        if (type.isEmpty() || name.isEmpty() || name.length() + namespace.length() > LONGEST) {
            throw new IllegalArgumentException("a package needs a name of at most " + LONGEST + " characters");
        }
    }

    /// The package `name`, in which the last `separator` ends the namespace; null when the text is no name.
    static @Nullable PackageName of(String type, String name, char separator) {
        var plain = name.strip();
        int cut = plain.lastIndexOf(separator);
        return of(type, cut < 0 ? "" : plain.substring(0, cut), plain.substring(cut + 1));
    }

    /// The package of that name; null when it has none, or one that nobody would give.
    static @Nullable PackageName of(String type, String namespace, String name) {
        if (name.isBlank() || name.length() + namespace.length() > LONGEST || hasControls(name + namespace)) {
            return null;
        }
        return new PackageName(type, namespace, name);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0xfffd);
    }

    /// The name as people of its ecosystem write it: `@babel/core`, `org.apache.logging.log4j:log4j-core`.
    public String text() {
        return namespace.isEmpty() ? name : namespace + (type.equals("maven") ? ":" : "/") + name;
    }

    /// The package URL, such as `pkg:npm/%40babel/core@7.0.0`. No segment of it is `.` or `..`, whatever somebody
    /// called
    /// a package: read as a path it leads nowhere else.
    ///
    /// @param version an exact version, or null
    public String purl(@Nullable String version) {
        try {
            var url = new PackageURL(type, namespace.isEmpty() ? null : namespace, name, version, null, null);
            return PackageUrlText.of(url.getType(), url.getNamespace(), url.getName(), url.getVersion());
        } catch (MalformedPackageURLException unusual) {
            return PackageUrlText.of(type, namespace, name, version);
        }
    }

    @Override
    public int compareTo(PackageName other) {
        int byType = type.compareTo(other.type);
        int byNamespace = byType != 0 ? byType : namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return text();
    }
}
