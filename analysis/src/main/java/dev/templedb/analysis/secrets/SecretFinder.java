package dev.templedb.analysis.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds what looks like a secret in the bytes of a file. Stateless and thread-safe.
///
/// Reads the first [#MOST_BYTES] of a file once; binary files only for private keys. Looks for
/// well-known
/// shapes, so it finds what people leave behind by accident, not what somebody hides.
public final class SecretFinder {
    /// Longer files are only looked at up to here.
    public static final int MOST_BYTES = 4 << 20;

    /// A number that changes when the finder learns something new, so that what it said before is not believed any
    /// more.
    public static final int RULES_VERSION = 2;

    private static final int MOST_FINDINGS = 50;
    /// Files that show which variables there are, and by their names hold no real values.
    private static final Set<String> SAMPLES =
            Set.of("example", "sample", "template", "dist", "defaults", "schema", "test", "tpl");

    private SecretFinder() {}

    /// What looks like a secret in `bytes`.
    ///
    /// @param fileName the last part of the path
    /// @return in the order of lines, at most 50
    public static List<Finding> find(String fileName, byte[] bytes) {
        return find(fileName, bytes, new SeenLines());
    }

    /// Like [#find(String, byte[])], for many files one after the other.
    ///
    /// @param seen lines of earlier files in which nothing was found
    public static List<Finding> find(String fileName, byte[] bytes, SeenLines seen) {
        var findings = new ArrayList<Finding>();
        int length = Math.min(bytes.length, MOST_BYTES);
        fileItself(fileName, bytes).ifPresent(findings::add);
        new SecretLines(bytes, length, findings, MOST_FINDINGS, seen).scan();
        return findings;
    }

    /// The finding that a file with this name is as a whole, if it is one and holds something.
    public static Optional<Finding> fileItself(String fileName, byte[] bytes) {
        int length = Math.min(bytes.length, MOST_BYTES);
        if (isEnvFile(fileName) && hasValue(bytes, length)) {
            return Optional.of(new Finding(Finding.Kind.ENV_FILE, 0, fileName));
        }
        return isNetrc(fileName) && new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("password")
                ? Optional.of(new Finding(Finding.Kind.NETRC_FILE, 0, fileName))
                : Optional.empty();
    }

    /// Whether a file of this name is a secret as a whole, when it holds something.
    public static boolean isSecretFile(String fileName) {
        return isEnvFile(fileName) || isNetrc(fileName);
    }

    private static boolean isNetrc(String fileName) {
        return fileName.equals(".netrc") || fileName.equals("_netrc");
    }

    /// Whether a file of this name is one of variables with real values.
    static boolean isEnvFile(String fileName) {
        var name = fileName.toLowerCase(Locale.ROOT);
        if (name.equals(".env") || name.equals(".envrc")) {
            return true;
        }
        if (name.endsWith(".env")) {
            var stem = name.substring(0, name.length() - ".env".length());
            return !SAMPLES.contains(stem.substring(stem.lastIndexOf('.') + 1));
        }
        if (name.startsWith(".env.") || name.startsWith(".env-") || name.startsWith(".env_")) {
            return !SAMPLES.contains(name.substring(name.lastIndexOf(name.charAt(4)) + 1))
                    && !SAMPLES.contains(name.substring(5));
        }
        return false;
    }

    private static boolean hasValue(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .anyMatch(line ->
                        !line.startsWith("#") && line.matches("(export\\s+)?[A-Za-z_][\\w.-]*\\s*[=:]\\s*[^\\s#].*"));
    }
}
