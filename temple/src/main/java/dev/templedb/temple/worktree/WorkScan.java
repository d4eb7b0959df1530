package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.UnsafeName;
import dev.templedb.temple.ignore.IgnoreRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import org.jspecify.annotations.Nullable;

/// One look at every name in a checked-out directory, on a few threads: the stat of each tracked file, and what is
/// there
/// besides.
final class WorkScan {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    /// A tracked file and what was found in its place.
    static final class Seen {
        private final TrackedFile file;
        private @Nullable FileStat found;

        Seen(TrackedFile file) {
            this.file = file;
        }

        TrackedFile file() {
            return file;
        }

        /// Null when there is neither a file nor a link.
        @Nullable
        FileStat found() {
            return found;
        }
    }

    private final Path root;
    private final Untracked mode;
    private final Map<String, Seen> tracked;
    private final Set<String> directories = new HashSet<>();
    private final TreeSet<String> untracked = new TreeSet<>();
    private final long lookedAt;

    private WorkScan(Path root, TrackedFiles files, Untracked mode) {
        this.root = root;
        this.mode = mode;
        this.tracked = HashMap.newHashMap(files.count());
        this.lookedAt = System.currentTimeMillis() * 1_000_000L;
        directories.add("");
        var before = "";
        for (var file : files.all()) {
            tracked.put(file.path(), new Seen(file));
            if (file.isPresent()) {
                addDirectories(file.path(), before);
                before = file.path();
            }
        }
    }

    /// @param before another path whose directories are there already
    private void addDirectories(String path, String before) {
        int end = path.lastIndexOf('/');
        if (end < 0 || before.lastIndexOf('/') == end && before.regionMatches(0, path, 0, end)) {
            return;
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (!directories.add(path.substring(0, slash))) {
                return;
            }
        }
    }

    /// Looks at everything below `root`.
    ///
    /// @param ignores files of patterns outside of it, the weakest first
    /// @throws TempleException with `SOURCE_UNREADABLE`
    static WorkScan run(Path root, TrackedFiles files, Untracked mode, List<Path> ignores) {
        var scan = new WorkScan(root, files, mode);
        var others = new ArrayList<>(ignores);
        others.add(root.resolve(".git/info/exclude"));
        try (var pool = new ForkJoinPool(THREADS)) {
            pool.invoke(scan.new Visit(root, "", IgnoreRules.ofRoot(root, others)));
        } catch (UncheckedIOException unreadable) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The directory %s cannot be read (%s)."
                            .formatted(
                                    Printable.text(root.toString()),
                                    Printable.text(
                                            String.valueOf(java.util.Objects.requireNonNull(unreadable.getCause())
                                                    .getMessage()))),
                    unreadable);
        }
        return scan;
    }

    /// Every path that was to be looked for.
    Iterable<Seen> tracked() {
        return tracked.values();
    }

    /// Raw paths of what is there besides, a directory with a `/` at the end.
    TreeSet<String> untracked() {
        return untracked;
    }

    /// The moment before the first look, in nanoseconds since 1970.
    long lookedAt() {
        return lookedAt;
    }

    /// Whether a name is never part of a project.
    static boolean isOurs(String raw, String name) {
        return raw.equals(Marker.NAME)
                || name.startsWith(Leftovers.PREFIX)
                || UnsafeName.whyUnsafe(RawPath.bytes(name), 0, name.length()).isPresent();
    }

    private final class Visit extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient Path directory;
        private final String prefix;
        private final transient IgnoreRules rules;
        private final transient List<Visit> below = new ArrayList<>();
        private final transient List<String> others = new ArrayList<>();

        Visit(Path directory, String prefix, IgnoreRules rules) {
            this.directory = directory;
            this.prefix = prefix;
            this.rules = rules;
        }

        @Override
        protected void compute() {
            try (var entries = Files.newDirectoryStream(directory)) {
                for (var entry : entries) {
                    look(entry, RawPath.lastName(entry));
                }
            } catch (DirectoryIteratorException failure) {
                throw new UncheckedIOException(failure.getCause());
            } catch (NoSuchFileException gone) {
                return;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            if (!others.isEmpty()) {
                synchronized (untracked) {
                    untracked.addAll(others);
                }
            }
            invokeAll(below);
        }

        private void look(Path entry, String name) throws IOException {
            var raw = prefix.isEmpty() ? name : prefix.concat(name);
            @Nullable Seen seen = tracked.get(raw);
            if (seen == null && isOurs(raw, name)) {
                return;
            }
            @Nullable FileStat stat = FileStat.of(entry);
            if (stat == null) {
                return;
            }
            if (stat.isDirectory()) {
                lookIntoDirectory(entry, raw, seen, stat);
            } else if (seen != null) {
                seen.found = stat;
                if (!seen.file.isPresent()) {
                    addOther(raw, stat);
                }
            } else {
                addOther(raw, stat);
            }
        }

        private void lookIntoDirectory(Path entry, String raw, @Nullable Seen seen, FileStat stat) {
            if (seen != null && seen.file.isPresent() && seen.file.kind() == FileMode.SUBMODULE) {
                seen.found = stat;
            } else if (directories.contains(raw)) {
                below.add(new Visit(entry, raw + "/", rules.below(entry, raw)));
            } else if (mode != Untracked.NONE && !rules.ignores(raw, true)) {
                if (mode == Untracked.FILES) {
                    below.add(new Visit(entry, raw + "/", rules.below(entry, raw)));
                } else if (holdsSomething(entry, raw, rules.below(entry, raw))) {
                    others.add(raw + "/");
                }
            }
        }

        private void addOther(String raw, FileStat stat) {
            if (mode != Untracked.NONE && stat.isContent() && !rules.ignores(raw, false)) {
                others.add(raw);
            }
        }
    }

    /// Whether a directory that the project does not have holds a file that is not ignored.
    private static boolean holdsSomething(Path directory, String raw, IgnoreRules rules) {
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                var name = RawPath.lastName(entry);
                var path = raw + "/" + name;
                @Nullable FileStat stat = isOurs(path, name) ? null : FileStat.of(entry);
                if (stat == null || rules.ignores(path, stat.isDirectory())) {
                    continue;
                }
                if (stat.isContent() || stat.isDirectory() && holdsSomething(entry, path, rules.below(entry, path))) {
                    return true;
                }
            }
            return false;
        } catch (AccessDeniedException closed) {
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path root() {
        return root;
    }
}
