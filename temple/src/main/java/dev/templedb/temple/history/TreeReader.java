package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TreeEntries;
import dev.templedb.packages.objects.TreeLimits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Walks trees. Reads each tree when it comes to it and holds no more than one path of them, and the ids of those it
/// has
/// met.
public final class TreeReader {
    private final ObjectSource objects;

    public TreeReader(ObjectSource objects) {
        this.objects = objects;
    }

    /// Hears of all files below `tree` in git's order, submodules among them.
    ///
    /// @throws dev.templedb.core.TempleException with `TEMPLE_CORRUPT` when a tree is damaged, with
    /// `TREE_TOO_LARGE` when
    /// so few trees may not unfold to so much ([TreeLimits])
    public void files(GitId tree, Consumer<TreeFile> visitor) {
        new Walk(visitor).files(tree, new byte[0], 0);
    }

    /// One walk over all that is below a tree.
    private final class Walk {
        private final Consumer<TreeFile> visitor;
        private final TreeLimits limits = new TreeLimits();
        private final Set<GitId> met = new HashSet<>();
        /// Of the trees that were met, each counted once.
        private long entriesMet;

        Walk(Consumer<TreeFile> visitor) {
            this.visitor = visitor;
        }

        void files(GitId tree, byte[] directory, int level) {
            TreeLimits.requireLevel(level);
            var raw = objects.read(tree).bytes();
            if (met.add(tree)) {
                entriesMet += count(tree, raw);
            }
            var entries = new TreeEntries(raw);
            while (next(tree, entries)) {
                var path = child(directory, entries.name());
                limits.unfold(path.length, entriesMet);
                var kind = kind(tree, entries.mode());
                if (kind == FileMode.DIRECTORY) {
                    files(entries.id(), path, level + 1);
                } else {
                    visitor.accept(new TreeFile(FilePath.of(path), entries.mode(), kind, entries.id()));
                }
            }
        }

        private static int count(GitId tree, byte[] raw) {
            int count = 0;
            for (var entries = new TreeEntries(raw); next(tree, entries); ) {
                count++;
            }
            return count;
        }
    }

    /// The entry at `path`, which may be a directory. Empty when there is none, and for the root.
    public Optional<TreeFile> find(GitId tree, FilePath path) {
        var bytes = path.bytes();
        var at = tree;
        int start = 0;
        while (true) {
            int end = start;
            while (end < bytes.length && bytes[end] != '/') {
                end++;
            }
            var found = entry(at, Arrays.copyOfRange(bytes, start, end), path);
            if (found.isEmpty() || end == bytes.length) {
                return found;
            }
            if (found.get().kind() != FileMode.DIRECTORY) {
                return Optional.empty();
            }
            at = found.get().target();
            start = end + 1;
        }
    }

    private Optional<TreeFile> entry(GitId tree, byte[] name, FilePath path) {
        var entries = new TreeEntries(objects.read(tree).bytes());
        while (next(tree, entries)) {
            if (Arrays.equals(entries.name(), name)) {
                return Optional.of(new TreeFile(path, entries.mode(), kind(tree, entries.mode()), entries.id()));
            }
        }
        return Optional.empty();
    }

    private static byte[] child(byte[] directory, byte[] name) {
        if (directory.length == 0) {
            return name;
        }
        var path = Arrays.copyOf(directory, directory.length + 1 + name.length);
        path[directory.length] = '/';
        System.arraycopy(name, 0, path, directory.length + 1, name.length);
        return path;
    }

    private static boolean next(GitId tree, TreeEntries entries) {
        try {
            return entries.next();
        } catch (MalformedObject damaged) {
            throw RefResolver.corrupt(tree, damaged);
        }
    }

    private static FileMode kind(GitId tree, int mode) {
        try {
            return FileMode.of(mode);
        } catch (MalformedObject damaged) {
            throw RefResolver.corrupt(tree, damaged);
        }
    }
}
