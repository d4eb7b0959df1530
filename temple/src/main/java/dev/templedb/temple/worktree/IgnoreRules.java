package dev.templedb.temple.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/// What `.gitignore` files say about the paths of one directory and of those above it. A file is read when somebody
/// first
/// asks. Used by one thread at a time, except for the parents, whose answers do not change.
final class IgnoreRules {
    private final @Nullable IgnoreRules parent;
    private final Path directory;
    private final String prefix;
    private @Nullable IgnoreNode node;
    private @Nullable Boolean excluded;
    private boolean isRead;

    private IgnoreRules(@Nullable IgnoreRules parent, Path directory, String prefix) {
        this.parent = parent;
        this.directory = directory;
        this.prefix = prefix;
    }

    /// The rules of a checked-out directory; what its `.git/info/exclude` says counts too.
    static IgnoreRules ofRoot(Path root) {
        return new IgnoreRules(new IgnoreRules(null, root, ""), root, "");
    }

    /// The rules of a directory inside of this one.
    ///
    /// @param raw its raw path below the root
    IgnoreRules below(Path child, String raw) {
        return new IgnoreRules(this, child, RawPath.text(raw) + "/");
    }

    /// Whether the entry at `raw`, which lies in this directory, is ignored.
    boolean ignores(String raw, boolean isDirectory) {
        return isExcluded() || matches(RawPath.text(raw), isDirectory);
    }

    /// Whether this directory or one above it is ignored as a whole.
    private synchronized boolean isExcluded() {
        if (excluded == null) {
            var above = parent;
            excluded = above != null
                    && !prefix.isEmpty()
                    && (above.isExcluded() || above.matches(prefix.substring(0, prefix.length() - 1), true));
        }
        return excluded;
    }

    private boolean matches(String path, boolean isDirectory) {
        for (@Nullable IgnoreRules at = this; at != null; at = at.parent) {
            var rules = at.node();
            if (rules != null) {
                var result = rules.checkIgnored(path.substring(at.prefix.length()), isDirectory);
                if (result != null) {
                    return result;
                }
            }
        }
        return false;
    }

    private synchronized @Nullable IgnoreNode node() {
        if (!isRead) {
            isRead = true;
            node = read(parent == null ? directory.resolve(".git/info/exclude") : directory.resolve(".gitignore"));
        }
        return node;
    }

    private static @Nullable IgnoreNode read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        var rules = new IgnoreNode();
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            rules.parse(in);
        } catch (IOException unreadable) {
            return null;
        }
        return rules;
    }
}
