package dev.templedb.temple.git;

import dev.templedb.core.GitId;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.attributes.Conversion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;

/// A work tree as `git add --all` would put it into the index: the index, with what differs on disk, without what is
/// gone, and with new files that no ignore rule names. Line ends become what git would make of them. Nothing is
/// written,
/// and no filter of the repository's settings is run: what only a filter makes of a file is not taken for it.
///
/// @param entries all entries of the tree
/// @param files   the files whose content the repository need not have, by id
/// @param leftOut paths that are not taken, with the reason
public record WorkTreeChanges(List<Entry> entries, Map<GitId, OnDisk> files, SortedMap<String, String> leftOut) {
    /// An entry of the tree.
    ///
    /// @param latin1 bytes of the path, each as a character
    public record Entry(String latin1, int mode, GitId id) {}

    /// Where a content is.
    ///
    /// @param fileBytes the length of the file
    /// @param content   what is taken of it
    public record OnDisk(Path file, long fileBytes, CommitContent content) {}

    /// Reads the work tree at `root`; a git directory that says that its work tree is elsewhere has none.
    ///
    /// Costs a look at every file, and the hash of each that differs.
    public static WorkTreeChanges read(GitRepository repository, Path root) throws IOException {
        var jgit = repository.jgit();
        var contents = new GitCommitContents(jgit);
        var diff = new IndexDiff(jgit, Constants.HEAD, new WorkTreeFiles(jgit, contents));
        diff.setIgnoreSubmoduleMode(IgnoreSubmoduleMode.ALL);
        diff.diff();
        var reading = new Reading(root.toRealPath(), contents);
        var fromDisk = new HashSet<>(diff.getModified());
        fromDisk.addAll(diff.getConflicting());
        var gone = diff.getMissing();
        var index = jgit.readDirCache();
        var ours = ours(index);
        for (int i = 0; i < index.getEntryCount(); i++) {
            var entry = index.getEntry(i);
            var path = entry.getPathString();
            if (entry.getStage() != DirCacheEntry.STAGE_0 || entry.isIntentToAdd() || fromDisk.contains(path)) {
                reading.take(
                        entry.getRawPath(),
                        entry.getStage() == DirCacheEntry.STAGE_0
                                ? Optional.of(GitRepository.id(entry.getObjectId()))
                                : Optional.ofNullable(ours.get(path)));
            } else if (!gone.contains(path) || isMisread(path)) {
                reading.keep(entry);
            }
        }
        for (var path : diff.getUntracked()) {
            if (isMisread(path)) {
                reading.leaveOutMisread(path);
            } else {
                reading.take(path.getBytes(StandardCharsets.UTF_8), Optional.empty());
            }
        }
        return new WorkTreeChanges(List.copyOf(reading.entries.values()), reading.files, reading.leftOut);
    }

    /// What our side has of files in conflict.
    private static Map<String, GitId> ours(DirCache index) {
        var ours = new HashMap<String, GitId>();
        for (int i = 0; i < index.getEntryCount(); i++) {
            var entry = index.getEntry(i);
            if (entry.getStage() == DirCacheEntry.STAGE_2) {
                ours.put(entry.getPathString(), GitRepository.id(entry.getObjectId()));
            }
        }
        return ours;
    }

    /// JGit loses the bytes of names on disk that are not UTF-8.
    private static boolean isMisread(String path) {
        return path.indexOf('\uFFFD') >= 0 || path.chars().anyMatch(c -> c >= 0x80 && c < 0x100);
    }

    private static final class Reading {
        private final Path root;
        private final GitCommitContents contents;
        private final SortedMap<String, Entry> entries = new TreeMap<>();
        private final Map<GitId, OnDisk> files = new HashMap<>();
        private final SortedMap<String, String> leftOut = new TreeMap<>();

        Reading(Path root, GitCommitContents contents) {
            this.root = root;
            this.contents = contents;
        }

        void keep(DirCacheEntry entry) {
            var raw = new byte[GitId.BYTES];
            ObjectId id = entry.getObjectId();
            id.copyRawTo(raw, 0);
            put(entry.getRawPath(), entry.getRawMode(), GitId.ofBytes(raw));
        }

        private void put(byte[] path, int mode, GitId id) {
            var latin1 = new String(path, StandardCharsets.ISO_8859_1);
            entries.put(latin1, new Entry(latin1, mode, id));
        }

        /// A name that could be one in Latin-1 may be right after all; then it is taken by its UTF-8 bytes.
        void leaveOutMisread(String path) throws IOException {
            var bytes = path.getBytes(StandardCharsets.UTF_8);
            if (path.indexOf('\uFFFD') < 0 && Files.exists(file(bytes), LinkOption.NOFOLLOW_LINKS)) {
                take(bytes, Optional.empty());
            } else if (entries.values().stream()
                    .noneMatch(entry -> lossy(entry.latin1()).equals(path))) {
                leftOut.put(path, "its name is not UTF-8, and no commit has it yet");
            }
        }

        private static String lossy(String latin1) {
            return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        private Path file(byte[] path) {
            return root.resolve(NativeNames.relative(path));
        }

        /// Takes what lies on disk, unless it is gone.
        ///
        /// @param before what the index has of it
        void take(byte[] path, Optional<GitId> before) throws IOException {
            var file = file(path);
            var text = new String(path, StandardCharsets.UTF_8);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            var parent = file.getParent();
            if (parent == null || !parent.toRealPath().startsWith(root) || !parent.equals(parent.toRealPath())) {
                leftOut.put(text, "a symbolic link leads there");
            } else if (Files.isSymbolicLink(file)) {
                var target = NativeNames.bytes(Files.readSymbolicLink(file));
                var id = new ObjectHasher().gitId(ObjectKind.BLOB, target);
                add(path, 0120000, file, target.length, new CommitContent(id, target.length, Conversion.NONE));
            } else if (Files.isDirectory(file)) {
                leftOut.put(text, "it is a repository of its own");
            } else if (!Files.isRegularFile(file)) {
                leftOut.put(text, "it is neither a file nor a directory nor a symbolic link");
            } else if (!Files.isReadable(file)) {
                leftOut.put(text, "the file cannot be read");
            } else {
                long bytes = Files.size(file);
                var content = contents.of(
                        new String(path, StandardCharsets.ISO_8859_1),
                        bytes,
                        () -> Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS),
                        before);
                add(path, isExecutable(file) ? 0100755 : 0100644, file, bytes, content);
            }
        }

        private void add(byte[] path, int mode, Path file, long bytes, CommitContent content) {
            put(path, mode, content.id());
            files.put(content.id(), new OnDisk(file, bytes, content));
        }

        private static boolean isExecutable(Path file) throws IOException {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        }
    }
}
