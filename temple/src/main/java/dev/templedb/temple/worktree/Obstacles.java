package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
            var stat = stat(above);
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
        var stat = stat(path);
        if (stat != null && stat.isDirectory() && !holdsOnlyDeleted(path)) {
            throw inTheWay(path);
        }
    }

    private boolean holdsOnlyDeleted(String directory) {
        try (var entries = Files.newDirectoryStream(files.path(directory))) {
            for (var entry : entries) {
                var path = directory + "/" + RawPath.lastName(entry);
                var isFree = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                        ? holdsOnlyDeleted(path)
                        : deleted.contains(path);
                if (!isFree) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private TempleException inTheWay(String path) {
        return new TempleException(
                ErrorCode.WORK_IN_THE_WAY,
                "%s is in the way: move or delete it first."
                        .formatted(Printable.text(files.path(path).toString())));
    }

    private @Nullable FileStat stat(String path) {
        try {
            return FileStat.of(files.path(path));
        } catch (IOException unreadable) {
            throw WorkFiles.unreadable(path, unreadable);
        }
    }
}
