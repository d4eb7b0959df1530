package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.objects.TreeEntries;
import dev.templedb.packages.objects.TreeLimits;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes trees without the paths that a [PathFilter] leaves out. A tree is looked at once for each path it has.
public final class TreeFilter {
    private record Seen(GitId tree, String path) {}

    private final ObjectSource source;
    private final PathFilter filter;
    private final Map<GitId, RawObject> made;
    private final Map<Seen, Optional<GitId>> done = new HashMap<>();
    private final TreeLimits limits = new TreeLimits();
    private final Set<GitId> met = new HashSet<>();
    /// Of the trees that were met, each counted once.
    private long entriesMet;
    private long leftOut;

    /// A filter over trees of `source` that puts new trees into `made`.
    public TreeFilter(ObjectSource source, PathFilter filter, Map<GitId, RawObject> made) {
        this.source = source;
        this.filter = filter;
        this.made = made;
    }

    /// How many entries were left out so far; a directory counts once.
    public long leftOut() {
        return leftOut;
    }

    /// The root tree `tree` without what is left out; the same id when nothing is.
    ///
    /// @throws TempleException with `TREE_TOO_LARGE` when so few trees may not unfold to so much ([TreeLimits])
    public GitId apply(GitId tree) {
        return apply(tree, "", 0).orElseGet(() -> new TreeBuilder().build(made));
    }

    private Optional<GitId> apply(GitId tree, String prefix, int level) {
        var seen = new Seen(tree, prefix);
        var known = done.get(seen);
        if (known == null) {
            known = rebuild(tree, prefix, level);
            done.put(seen, known);
        }
        return known;
    }

    private Optional<GitId> rebuild(GitId id, String prefix, int level) {
        TreeLimits.requireLevel(level);
        var raw = source.read(id).bytes();
        var tree = new TreeBuilder();
        var changed = false;
        try {
            if (met.add(id)) {
                for (var entries = new TreeEntries(raw); entries.next(); ) {
                    entriesMet++;
                }
            }
            for (var entries = new TreeEntries(raw); entries.next(); ) {
                var name = entries.name();
                var path = prefix + new String(name, StandardCharsets.UTF_8);
                limits.unfold(path.length(), entriesMet);
                var isDirectory = FileMode.of(entries.mode()) == FileMode.DIRECTORY;
                if (filter.leavesOut(path, isDirectory)) {
                    leftOut++;
                    changed = true;
                    continue;
                }
                var kept = isDirectory ? apply(entries.id(), path + "/", level + 1) : Optional.of(entries.id());
                changed |= !kept.equals(Optional.of(entries.id()));
                kept.ifPresent(target -> tree.add(name, isDirectory ? 0040000 : modeOf(entries), target));
            }
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.GIT_REPOSITORY_BROKEN,
                    "Tree %s is damaged: %s.".formatted(id, damaged.getMessage()),
                    damaged);
        }
        if (!changed) {
            return Optional.of(id);
        }
        return tree.isEmpty() ? Optional.empty() : Optional.of(tree.build(made));
    }

    private static int modeOf(TreeEntries entries) {
        return entries.mode();
    }
}
