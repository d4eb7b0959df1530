package dev.templedb.temple.ignore;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `.gitignore` files say about the paths of one directory and of those above it. A file is read when somebody
/// first asks. Paths have one character for each byte. Used by one thread at a time, except for the parents, whose
/// answers do not change.
public final class IgnoreRules {
    /// Far beyond what people write; every path is compared with every line.
    static final int MOST_BYTES = 4 << 20;

    private static final String NAME = ".gitignore";

    private final @Nullable IgnoreRules parent;
    private final Path source;
    private final String prefix;
    private @Nullable IgnoreFile file;
    private @Nullable Boolean excluded;

    private IgnoreRules(@Nullable IgnoreRules parent, Path source, String prefix) {
        this.parent = parent;
        this.source = source;
        this.prefix = prefix;
    }

    /// The rules of a directory of files; what its `.git/info/exclude` says counts too.
    public static IgnoreRules ofRoot(Path root) {
        return ofRoot(root, List.of(root.resolve(".git/info/exclude")));
    }

    /// The rules of a directory of files.
    ///
    /// @param others files outside of it with rules for it, the weakest first
    public static IgnoreRules ofRoot(Path root, List<Path> others) {
        @Nullable IgnoreRules weaker = null;
        for (var other : others) {
            weaker = new IgnoreRules(weaker, other, "");
        }
        return new IgnoreRules(weaker, root.resolve(NAME), "");
    }

    /// The rules of a directory inside of this one.
    ///
    /// @param path its path below the root
    public IgnoreRules below(Path child, String path) {
        return new IgnoreRules(this, child.resolve(NAME), path + "/");
    }

    /// Whether the entry at `path` below the root, which lies in this directory, is ignored.
    ///
    /// @throws TempleException with `IGNORE_FILE_TOO_LARGE`
    public boolean ignores(String path, boolean isDirectory) {
        return isExcluded() || matches(path, isDirectory);
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
            var rules = at.file();
            if (!rules.isEmpty()) {
                var result = rules.ignores(path.substring(at.prefix.length()), isDirectory);
                if (result.isPresent()) {
                    return result.get();
                }
            }
        }
        return false;
    }

    private synchronized IgnoreFile file() {
        var read = file;
        if (read == null) {
            read = read(source);
            file = read;
        }
        return read;
    }

    /// A file that is not there or cannot be read says nothing.
    private static IgnoreFile read(Path path) {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return IgnoreFile.read(new byte[0]);
        }
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            var content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new TempleException(
                        ErrorCode.IGNORE_FILE_TOO_LARGE,
                        "The file %s has more than %d MiB."
                                .formatted(Printable.text(path.toString()), MOST_BYTES >> 20));
            }
            return IgnoreFile.read(content);
        } catch (IOException unreadable) {
            return IgnoreFile.read(new byte[0]);
        }
    }
}
