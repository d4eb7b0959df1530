package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;

/// Which paths `--exclude` leaves out. A glob means what a line of a `.gitignore` at the root means: `node_modules/**`,
/// `*.log`, `/build`, `docs/`; one that begins with `!` takes back what an earlier one left out.
public final class PathFilter {
    /// Leaves nothing out.
    public static final PathFilter NONE = new PathFilter(List.of());

    private final List<String> globs;
    private final List<FastIgnoreRule> rules;

    /// A filter that leaves out what `globs` match.
    ///
    /// @throws TempleException with `GLOB_INVALID` when one is empty or no glob
    public PathFilter(List<String> globs) {
        this.globs = List.copyOf(globs);
        this.rules = globs.stream().map(PathFilter::rule).toList();
    }

    private static FastIgnoreRule rule(String glob) {
        var rule = new FastIgnoreRule(glob.strip());
        if (glob.isBlank() || glob.startsWith("#") || rule.isEmpty()) {
            throw new TempleException(ErrorCode.GLOB_INVALID, "\"%s\" is not a glob.".formatted(Printable.text(glob)));
        }
        return rule;
    }

    /// The globs as they were given.
    public List<String> globs() {
        return globs;
    }

    /// Whether the filter leaves nothing out.
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Whether `path`, relative to the root, is left out; what lies in a directory that is left out is too.
    public boolean leavesOut(String path, boolean isDirectory) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            var rule = rules.get(i);
            if (rule.isMatch(path, isDirectory)) {
                return rule.getResult();
            }
        }
        return false;
    }
}
