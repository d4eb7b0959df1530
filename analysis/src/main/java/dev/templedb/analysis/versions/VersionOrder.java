package dev.templedb.analysis.versions;

import java.util.Comparator;

/// The order of versions of one family of package managers. Total: versions that compare as 0 are the same to it.
public enum VersionOrder implements Comparator<String> {
    /// Semantic versions 2.0 (npm, Cargo, Go), also with fewer or more than three numbers (NuGet).
    SEMANTIC(new SemanticOrder()),
    /// Maven's `ComparableVersion`.
    MAVEN(new MavenOrder()),
    /// PEP 440.
    PYTHON(new PythonOrder()),
    /// `Gem::Version`.
    RUBY(new RubyOrder()),
    /// Composer, by PHP's `version_compare`.
    PHP(new PhpOrder());

    /// What is compared of a version is at most this long.
    static final int LONGEST = 500;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Comparator<String> order;

    VersionOrder(Comparator<String> order) {
        this.order = order;
    }

    /// The order for packages of a type of package URLs.
    public static VersionOrder of(String purlType) {
        return switch (purlType) {
            case "maven" -> MAVEN;
            case "pypi" -> PYTHON;
            case "gem" -> RUBY;
            case "composer" -> PHP;
            default -> SEMANTIC;
        };
    }

    /// Negative when `a` is lower than `b`, 0 when they are the same version, positive when it is higher.
    @Override
    public int compare(String a, String b) {
        return order.compare(bounded(a), bounded(b));
    }

    private static String bounded(String version) {
        var plain = version.strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }

    /// Compares digits as numbers of any size.
    static int compareNumbers(String a, String b) {
        var x = a.replaceFirst("^0+(?=\\d)", "");
        var y = b.replaceFirst("^0+(?=\\d)", "");
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
