package dev.templedb.temple.worktree;

import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.Temple;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.git.GitLineEnds;
import dev.templedb.temple.objects.StoredObjects;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The `.gitattributes` that the next commit of a directory has.
final class NextAttributes {
    /// What a file says that is longer than anybody reads.
    private static final byte[] TOO_LARGE = {};

    private NextAttributes() {}

    /// The rules of a directory as it lies on the disk; where a file was deleted there, what is staged of it
    /// counts.
    /// Costs a look at all tracked paths when somebody first asks; must not be asked first inside a transaction.
    static AttributeRules ofDirectory(Temple temple, Checkout checkout, TrackedFiles tracked) {
        var root = checkout.directory();
        return AttributeRules.ofDirectory(root, () -> deleted(temple, checkout, tracked), () -> GitLineEnds.of(root));
    }

    /// The rules of a directory as it lies on the disk, and nothing else: those that git takes for merges.
    static AttributeRules onDisk(Path root) {
        return AttributeRules.ofDirectory(root, Map::of, () -> GitLineEnds.of(root));
    }

    private static Map<String, byte[]> deleted(Temple temple, Checkout checkout, TrackedFiles tracked) {
        var gone = files(tracked, file -> !isOnDisk(checkout.directory(), file));
        return gone.isEmpty()
                ? Map.of()
                : temple.file().read(tx -> {
                    try (var objects = new StoredObjects(tx)) {
                        return contents(gone, WorkWriter.contents(tx, objects, checkout));
                    }
                });
    }

    /// The rules of what is about to be written into a directory.
    ///
    /// @param fromDisk whether files on the disk count more than those of the next commit, but for those that are
    ///                 `written` themselves: so it is where single files are written
    static AttributeRules ofWrites(
            Path root, TrackedFiles tracked, List<PlannedWrite> written, ObjectSource contents, boolean fromDisk) {
        var paths = written.stream().map(PlannedWrite::path).collect(Collectors.toSet());
        var next = files(tracked, file -> !fromDisk || paths.contains(file.path()) || !isOnDisk(root, file));
        return AttributeRules.ofCommit(contents(next, contents), root, () -> GitLineEnds.of(root));
    }

    private static List<TrackedFile> files(TrackedFiles tracked, Predicate<TrackedFile> wanted) {
        return tracked.all().stream()
                .filter(file -> AttributeRules.isAttributes(file.path()) && file.isPresent())
                .filter(file -> file.kind() == FileMode.FILE || file.kind() == FileMode.EXECUTABLE)
                .filter(wanted)
                .toList();
    }

    private static boolean isOnDisk(Path root, TrackedFile file) {
        return Files.isRegularFile(RawPath.resolve(root, file.path()), LinkOption.NOFOLLOW_LINKS);
    }

    private static Map<String, byte[]> contents(List<TrackedFile> files, ObjectSource contents) {
        var read = new HashMap<String, byte[]>();
        for (var file : files) {
            read.put(
                    RawPath.parent(file.path()),
                    contents.readBlob(Objects.requireNonNull(file.blob()), AttributeRules.MOST_BYTES)
                            .orElse(TOO_LARGE));
        }
        return read;
    }
}
