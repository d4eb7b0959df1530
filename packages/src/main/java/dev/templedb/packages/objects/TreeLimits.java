package dev.templedb.packages.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;

/// How far trees may unfold. A few kilobytes of trees that hold each other many times can name billions of files, and
/// trees inside trees can be deeper than any path.
///
/// Honest histories stay far below: a file that appears or goes is, nearly always, an entry of a tree that is new, so
/// what
/// is unfolded is about what was read. Not thread-safe.
public final class TreeLimits {
    /// The most levels of directories; git's own limit (`core.maxTreeDepth`).
    public static final int LEVELS = 2048;

    /// What may be unfolded however small the trees are.
    private static final long SMALL = 200_000;
    /// How often each entry that was read may be unfolded.
    private static final long EACH = 20;
    /// Paths are paid for by their length as well, because they are kept.
    private static final int PATH_BYTES = 128;
    /// Looking at an entry that is the same on both sides costs next to nothing.
    private static final int LOOKS = 64;

    private long unfolded;
    private long looks;

    /// Refuses a directory below too many others.
    ///
    /// @throws TempleException with `TREE_TOO_LARGE`
    public static void requireLevel(int level) {
        if (level > LEVELS) {
            throw new TempleException(
                    ErrorCode.TREE_TOO_LARGE, "There are directories more than %d levels deep.".formatted(LEVELS));
        }
    }

    /// Counts a file or directory that is unfolded at a path of `pathBytes`, in trees that have `entries` together.
    ///
    /// @throws TempleException with `TREE_TOO_LARGE` when that is more than so few entries may unfold to
    public void unfold(int pathBytes, long entries) {
        unfolded += 1 + pathBytes / PATH_BYTES;
        requireBelow(unfolded, entries);
    }

    /// Counts an entry that is compared with another.
    void look(long entries) {
        looks++;
        requireBelow(looks / LOOKS, entries);
    }

    private static void requireBelow(long count, long entries) {
        if (count > SMALL + EACH * entries) {
            throw new TempleException(
                    ErrorCode.TREE_TOO_LARGE,
                    "Trees with %d entries unfold to more than %d files and directories."
                            .formatted(entries, SMALL + EACH * entries));
        }
    }
}
