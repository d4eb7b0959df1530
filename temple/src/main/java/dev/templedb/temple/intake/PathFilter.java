package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.ignore.IgnorePattern;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Which paths `--exclude` leaves out. A glob means what a line of a `.gitignore` at the root means: `node_modules/**`,
/// `*.log`, `/build`, `docs/`; one that begins with `!` takes back what an earlier one left out.
public final class PathFilter {
    /// Leaves nothing out.
    public static final PathFilter NONE = new PathFilter(List.of());

    private final List<String> globs;
    private final List<IgnorePattern> patterns;

    /// A filter that leaves out what `globs` match.
    ///
    /// @throws TempleException with `GLOB_INVALID` when one is empty or malformed, such as one with a `[` that
    /// nothing closes
    public PathFilter(List<String> globs) {
        this.globs = List.copyOf(globs);
        this.patterns = globs.stream().map(PathFilter::pattern).toList();
    }

    private static IgnorePattern pattern(String glob) {
        return IgnorePattern.of(bytes(glob.strip()))
                .filter(pattern -> !pattern.isEmpty() && !pattern.isMalformed())
                .orElseThrow(() -> new TempleException(
                        ErrorCode.GLOB_INVALID, "\"%s\" is not a glob.".formatted(Printable.text(glob))));
    }

    /// One character for each byte of UTF-8.
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// The globs as they were given.
    public List<String> globs() {
        return globs;
    }

    /// Whether the filter leaves nothing out.
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /// Whether `path`, relative to the root, is left out; what lies in a directory that is left out is too.
    public boolean leavesOut(String path, boolean isDirectory) {
        if (patterns.isEmpty()) {
            return false;
        }
        var bytes = bytes(path);
        for (int slash = bytes.indexOf('/'); slash > 0; slash = bytes.indexOf('/', slash + 1)) {
            if (leavesOutItself(bytes.substring(0, slash), true)) {
                return true;
            }
        }
        return leavesOutItself(bytes, isDirectory);
    }

    private boolean leavesOutItself(String path, boolean isDirectory) {
        for (int i = patterns.size() - 1; i >= 0; i--) {
            if (patterns.get(i).matches(path, isDirectory)) {
                return !patterns.get(i).takesBack();
            }
        }
        return false;
    }
}
