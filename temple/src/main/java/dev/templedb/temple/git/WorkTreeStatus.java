package dev.templedb.temple.git;

import dev.templedb.core.Printable;
import dev.templedb.packages.disk.NativeNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;
import org.eclipse.jgit.util.RawParseUtils;

/// What a work tree holds beyond its last commit; an import takes the commits and says what it does not take.
///
/// @param uncommitted paths fit to print, in order; a directory with nothing but new files stands for all of them and
///                    ends with `/`
/// @param notices     what a person should know otherwise
public record WorkTreeStatus(List<String> uncommitted, List<String> notices) {
    /// Nothing to say.
    public static final WorkTreeStatus CLEAN = new WorkTreeStatus(List.of(), List.of());

    public WorkTreeStatus {
        uncommitted = List.copyOf(uncommitted);
        notices = List.copyOf(notices);
    }

    /// Looks at the work tree of `repository`; there is nothing to say about a bare one.
    public static WorkTreeStatus of(GitRepository repository) {
        var workTree = repository.workTree();
        if (workTree.isEmpty()) {
            return CLEAN;
        }
        try {
            var jgit = repository.jgit();
            var diff = new IndexDiff(jgit, Constants.HEAD, new WorkTreeFiles(jgit, new GitCommitContents(jgit)));
            diff.setIgnoreSubmoduleMode(IgnoreSubmoduleMode.ALL);
            diff.diff();
            var missing = new TreeSet<>(diff.getMissing());
            var untracked = new TreeSet<>(diff.getUntracked());
            untracked.remove(".templedb");
            forgetMisread(jgit, workTree.get(), missing, untracked);
            var all = new TreeSet<String>();
            all.addAll(diff.getModified());
            all.addAll(diff.getAdded());
            all.addAll(diff.getChanged());
            all.addAll(diff.getRemoved());
            all.addAll(missing);
            all.addAll(withFolders(untracked, diff.getUntrackedFolders()));
            return new WorkTreeStatus(all.stream().map(Printable::text).toList(), List.of());
        } catch (IOException | RuntimeException unreadable) {
            return new WorkTreeStatus(
                    List.of(),
                    List.of("Whether there is uncommitted work could not be found out: %s."
                            .formatted(Printable.text(String.valueOf(unreadable.getMessage())))));
        }
    }

    private static Set<String> withFolders(Set<String> untracked, Set<String> folders) {
        var shown = new TreeSet<String>();
        for (String path : untracked) {
            shown.add(folders.stream()
                    .map(folder -> folder + "/")
                    .filter(path::startsWith)
                    .min(String::compareTo)
                    .orElse(path));
        }
        return shown;
    }

    /// JGit decodes names that are not UTF-8 in one way in its index and in another on disk, so it takes each such
    /// file
    /// for a missing and a new one. Those whose content is the index's are neither.
    private static void forgetMisread(Repository jgit, Path workTree, Set<String> missing, Set<String> untracked)
            throws IOException {
        if (untracked.stream().noneMatch(path -> path.indexOf('\uFFFD') >= 0)) {
            return;
        }
        DirCache index = jgit.readDirCache();
        for (int i = 0; i < index.getEntryCount(); i++) {
            var entry = index.getEntry(i);
            var name = entry.getRawPath();
            var onDisk = new String(name, StandardCharsets.UTF_8);
            if (onDisk.indexOf('\uFFFD') >= 0 && isSame(workTree.resolve(NativeNames.relative(name)), entry)) {
                missing.remove(RawParseUtils.decode(StandardCharsets.UTF_8, name));
                untracked.remove(onDisk);
            }
        }
    }

    private static boolean isSame(Path file, DirCacheEntry entry) throws IOException {
        try (var formatter = new ObjectInserter.Formatter()) {
            ObjectId id;
            if (FileMode.SYMLINK.equals(entry.getRawMode())) {
                id = Files.isSymbolicLink(file)
                        ? formatter.idFor(Constants.OBJ_BLOB, NativeNames.bytes(Files.readSymbolicLink(file)))
                        : ObjectId.zeroId();
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                try (InputStream in = Files.newInputStream(file)) {
                    id = formatter.idFor(Constants.OBJ_BLOB, Files.size(file), in);
                }
            } else {
                id = ObjectId.zeroId();
            }
            return id.equals(entry.getObjectId());
        }
    }
}
