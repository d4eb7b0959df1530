package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What lies where planned writes need a directory or a file, and is no part of the plan itself.
final class Obstacles {
    private final WorkFiles files;
    private final Set<String> deleted;

    private Obstacles(WorkFiles files, Set<String> deleted) {
        this.files = files;
        this.deleted = deleted;
    }

    /// To be asked before the writes are on record: a plan that cannot be carried out stops every later command.
    ///
    /// @throws TempleException with `WORK_IN_THE_WAY` and the name of what is there
    static void refuse(WorkFiles files, List<PlannedWrite> writes) {
        var obstacles = new Obstacles(
                files,
                writes.stream()
                        .filter(PlannedWrite::isDeletion)
                        .map(PlannedWrite::path)
                        .collect(Collectors.toSet()));
        writes.stream().filter(write -> !write.isDeletion()).forEach(write -> obstacles.refuse(write.path()));
    }

    private void refuse(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            var above = path.substring(0, slash);
            var stat = files.statOnly(above);
            if (stat == null) {
                return;
            }
            if (!stat.isDirectory()) {
                if (deleted.contains(above)) {
                    return;
                }
                throw inTheWay(above);
            }
        }
        var stat = files.statOnly(path);
        if (stat != null && stat.isDirectory() && !files.holdsOnly(path, deleted::contains)) {
            throw inTheWay(path);
        }
    }

    private TempleException inTheWay(String path) {
        return new TempleException(
                ErrorCode.WORK_IN_THE_WAY,
                "%s is in the way: move or delete it first."
                        .formatted(Printable.text(files.path(path).toString())));
    }
}
