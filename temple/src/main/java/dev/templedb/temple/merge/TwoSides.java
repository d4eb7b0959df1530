package dev.templedb.temple.merge;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.diff.FileDifference;
import dev.templedb.temple.diff.RenameFinder;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.TreeChanges;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.merge.RemovedDirectories.Interest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What two sides did since the common tree, renames of files and of directories among it.
final class TwoSides {
    private final ObjectSource objects;
    private final SideChanges ours;
    private final SideChanges theirs;
    private final SideChanges relocatedOurs;
    private final SideChanges relocatedTheirs;

    /// @param withDirectories whether files go with directories that the other side renamed
    TwoSides(ObjectSource objects, Optional<GitId> base, GitId ours, GitId theirs, boolean withDirectories) {
        this.objects = objects;
        var our = differences(base, ours);
        var their = differences(base, theirs);
        var ourRemoved = new RemovedDirectories(our, their, path -> isDirectory(ours, path));
        var theirRemoved = new RemovedDirectories(their, our, path -> isDirectory(theirs, path));
        this.ours = withRenames(our, their, ourRemoved);
        this.theirs = withRenames(their, our, theirRemoved);
        var ourMoves = new DirectoryMoves(this.ours, ourRemoved);
        var theirMoves = new DirectoryMoves(this.theirs, theirRemoved);
        if (!withDirectories || ourMoves.areNone() && theirMoves.areNone()) {
            this.relocatedOurs = this.ours;
            this.relocatedTheirs = this.theirs;
            return;
        }
        DirectoryMoves.keepOneSided(ourMoves, theirMoves);
        var relocationOfOurs = new Relocation(this.ours, theirMoves, ourMoves, path -> isThere(ours, path));
        var relocationOfTheirs = new Relocation(this.theirs, ourMoves, theirMoves, path -> isThere(theirs, path));
        this.relocatedOurs = relocationOfOurs.run(relocationOfTheirs);
        this.relocatedTheirs = relocationOfTheirs.run(relocationOfOurs);
    }

    private List<FileDifference> differences(Optional<GitId> base, GitId tree) {
        return TreeChanges.between(objects, base, tree).stream()
                .map(FileDifference::of)
                .toList();
    }

    /// Where a file has gone matters when the other side changed it, or to know where its directory has gone.
    private SideChanges withRenames(List<FileDifference> side, List<FileDifference> other, RemovedDirectories removed) {
        Map<FilePath, FileDifference> changed = new HashMap<>();
        other.forEach(difference -> difference.oldPath().ifPresent(path -> changed.put(path, difference)));
        return SideChanges.of(new RenameFinder(objects)
                .findForMerge(
                        side,
                        deleted -> changed.containsKey(deleted.path())
                                || removed.interest(deleted.path().parent()) != Interest.NONE));
    }

    private boolean isThere(GitId tree, FilePath path) {
        return new TreeReader(objects).find(tree, path).isPresent();
    }

    private boolean isDirectory(GitId tree, FilePath path) {
        return new TreeReader(objects)
                .find(tree, path)
                .filter(found -> found.kind() == FileMode.DIRECTORY)
                .isPresent();
    }

    SideChanges ours() {
        return ours;
    }

    SideChanges theirs() {
        return theirs;
    }

    /// Ours, with the files moved that go with directories that they renamed.
    SideChanges relocatedOurs() {
        return relocatedOurs;
    }

    SideChanges relocatedTheirs() {
        return relocatedTheirs;
    }
}
