package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.UnsafeName;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.attributes.Conversion;
import dev.templedb.temple.ignore.IgnoreRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of a plain directory as git objects: trees are made in memory, blobs are read from the files when they are
/// asked for.
///
/// Line ends become what commits have, as the `.gitattributes` of the directory say.
/// Every file is hashed when the snapshot is taken; a file that changes before it is read is reported, never mixed
/// up.
final class DirectorySnapshot implements ObjectSource {
    /// What marks a checked-out directory ([dev.templedb.temple.worktree]); never part of a project.
    private static final String MARKER = ".templedb";

    private static final String PARTIAL = dev.templedb.packages.disk.Leftovers.PREFIX;

    /// @param bytes   of the content
    /// @param applied what makes the content of the file
    private record Blob(Path file, boolean symlink, long fileBytes, long bytes, Conversion applied) {}

    private record Found(
            byte[] name, Path file, boolean symlink, boolean executable, long bytes, Conversion conversion) {}

    private record Child(byte[] name, Directory directory) {}

    private static final class Directory {
        final List<Found> files = new ArrayList<>();
        final List<Child> children = new ArrayList<>();
    }

    private final Path root;
    private final PathFilter filter;
    private final AttributeRules lineEnds;
    private final UserIgnores user;
    private final Map<GitId, RawObject> made = new HashMap<>();
    private final Map<GitId, Blob> blobs = Collections.synchronizedMap(new HashMap<>());
    private final Map<Found, GitId> hashes = Collections.synchronizedMap(new java.util.IdentityHashMap<>());
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int ignoredCount;
    private int fileCount;
    private long fileBytes;

    private DirectorySnapshot(Path root, PathFilter filter, UserIgnores user) {
        this.root = root;
        this.filter = filter;
        this.lineEnds = AttributeRules.ofDirectory(root, Map::of, () -> AttributeRules.Outside.NOTHING);
        this.user = user;
    }

    /// What is ignored in a directory.
    ///
    /// @param own       what the directory's own files say
    /// @param all       what the user's say, too
    /// @param isIgnored whether only what is part of the project counts here
    private record Rules(IgnoreRules own, IgnoreRules all, boolean isIgnored) {
        static Rules ofRoot(Path root, List<Path> user) {
            var own = root.resolve(".git/info/exclude");
            var all = new ArrayList<>(user);
            all.add(own);
            return new Rules(IgnoreRules.ofRoot(root), IgnoreRules.ofRoot(root, all), false);
        }

        Rules below(Path child, String path, boolean isChildIgnored) {
            return new Rules(own.below(child, path), all.below(child, path), isChildIgnored);
        }
    }

    /// A snapshot and the tree that it makes.
    record Taken(DirectorySnapshot snapshot, GitId tree) {}

    /// Reads the directory `root`. Its `.gitignore` files are honoured, and what the user ignores everywhere;
    /// symbolic links are kept as links.
    static Taken take(Path root, PathFilter filter, UserIgnores user, Progress progress) {
        var snapshot = new DirectorySnapshot(root, filter, user);
        try {
            var directory = snapshot.list(root, "", Rules.ofRoot(root, user.patterns()));
            snapshot.hash(directory, progress);
            return new Taken(
                    snapshot, snapshot.build(directory).orElseGet(() -> new TreeBuilder().build(snapshot.made)));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The directory %s cannot be read: %s."
                            .formatted(Printable.text(root.toString()), reason(unreadable)),
                    unreadable);
        }
    }

    /// @param prefix raw path of the directory and a slash
    private Directory list(Path path, String prefix, Rules rules) throws IOException {
        var directory = new Directory();
        try (var entries = Files.newDirectoryStream(path)) {
            for (var entry : entries) {
                var name = NativeNames.lastName(entry);
                visit(directory, entry, name, prefix + new String(name, StandardCharsets.ISO_8859_1), rules);
            }
        }
        return directory;
    }

    /// @param raw the path with one character for each byte
    private void visit(Directory into, Path entry, byte[] name, String raw, Rules rules) throws IOException {
        var path = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException vanished) {
            leaveOut(path, "it vanished while the directory was read", true);
            return;
        }
        var isDirectory = attributes.isDirectory();
        if (attributes.isRegularFile() && (path.equals(MARKER) || path.startsWith(PARTIAL))) {
            return;
        }
        if (filter.leavesOut(path, isDirectory)) {
            ignoredCount++;
        } else if (UnsafeName.whyUnsafe(name, 0, name.length).isPresent()) {
            leaveOut(path, "it is git's own and not part of a project", false);
        } else if (ignores(rules, raw, isDirectory)) {
            ignoredCount++;
        } else if (isDirectory) {
            visitDirectory(into, entry, name, raw, path, rules);
        } else if (attributes.isSymbolicLink()) {
            into.files.add(new Found(name, entry, true, false, 0, Conversion.NONE));
        } else if (attributes.isRegularFile()) {
            visitFile(into, entry, name, raw, path, attributes);
        } else {
            leaveOut(path, "it is neither a file nor a directory nor a symbolic link", true);
        }
    }

    private boolean ignores(Rules rules, String raw, boolean isDirectory) {
        return isIgnoredByUser(rules, raw, isDirectory)
                && (!user.tracked().contains(raw) || rules.own().ignores(raw, isDirectory));
    }

    private static boolean isIgnoredByUser(Rules rules, String raw, boolean isDirectory) {
        return rules.isIgnored() || rules.all().ignores(raw, isDirectory);
    }

    private void visitDirectory(Directory into, Path entry, byte[] name, String raw, String path, Rules rules)
            throws IOException {
        if (!Files.isReadable(entry)) {
            leaveOut(path, "the directory cannot be read", true);
            return;
        }
        var child = list(entry, raw + "/", rules.below(entry, raw, isIgnoredByUser(rules, raw, true)));
        if (child.files.isEmpty() && child.children.isEmpty()) {
            leaveOut(path, "it is a directory without files", false);
        } else {
            into.children.add(new Child(name, child));
        }
    }

    private void visitFile(
            Directory into, Path entry, byte[] name, String raw, String path, BasicFileAttributes attributes) {
        if (!Files.isReadable(entry)) {
            leaveOut(path, "the file cannot be read", true);
            return;
        }
        fileCount++;
        fileBytes += attributes.size();
        into.files.add(new Found(
                name,
                entry,
                false,
                Files.isExecutable(entry) && hasExecutableBit(entry),
                attributes.size(),
                lineEnds.conversion(raw)));
    }

    /// For root every file counts as executable to `access(2)` when any bit is set; ask for the owner's bit. A file
    /// whose bits are not to be had, as in a file system that has none, is not executable, which is no reason to
    /// leave
    /// it out.
    private static boolean hasExecutableBit(Path file) {
        try {
            return Files.getPosixFilePermissions(file)
                    .contains(java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private void leaveOut(String path, String reason, boolean loss) {
        leftOut.add(new LeftOut(Printable.text(path), reason, loss));
    }

    private void hash(Directory top, Progress progress) {
        var files = new ArrayList<Found>();
        collect(top, files);
        try (var step = progress.begin("Hashing files", files.size())) {
            files.parallelStream().forEach(found -> {
                hashes.put(found, hash(found));
                step.advance(1);
            });
        }
    }

    private static void collect(Directory directory, List<Found> into) {
        into.addAll(directory.files);
        directory.children.forEach(child -> collect(child.directory(), into));
    }

    private GitId hash(Found found) {
        try {
            if (found.symlink()) {
                var target = NativeNames.bytes(Files.readSymbolicLink(found.file()));
                var id = new ObjectHasher().gitId(ObjectKind.BLOB, target);
                blobs.put(id, new Blob(found.file(), true, target.length, target.length, Conversion.NONE));
                return id;
            }
            var content = CommitContent.of(
                    found.conversion(), found.bytes(), () -> open(found.file()), Optional.empty(), before -> false);
            blobs.put(content.id(), new Blob(found.file(), false, found.bytes(), content.bytes(), content.applied()));
            return content.id();
        } catch (CommitContent.FileChanged changed) {
            throw changed(found.file());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Optional<GitId> build(Directory directory) {
        var tree = new TreeBuilder();
        for (var found : directory.files) {
            int mode = found.symlink() ? 0120000 : found.executable() ? 0100755 : 0100644;
            tree.add(found.name(), mode, java.util.Objects.requireNonNull(hashes.get(found)));
        }
        for (var child : directory.children) {
            build(child.directory()).ifPresent(id -> tree.add(child.name(), 0040000, id));
        }
        return tree.isEmpty() ? Optional.empty() : Optional.of(tree.build(made));
    }

    /// Objects made in memory; a commit of the tree is added to them.
    Map<GitId, RawObject> made() {
        return made;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    int ignoredCount() {
        return ignoredCount;
    }

    int fileCount() {
        return fileCount;
    }

    long fileBytes() {
        return fileBytes;
    }

    @Override
    public RawObject read(GitId id) {
        var object = made.get(id);
        return object != null ? object : new RawObject(ObjectKind.BLOB, readAll(id));
    }

    private byte[] readAll(GitId id) {
        try (var in = openBlob(id)) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw changed(blob(id).file());
        }
    }

    @Override
    public long blobBytes(GitId id) {
        return blob(id).bytes();
    }

    @Override
    public InputStream openBlob(GitId id) throws IOException {
        var blob = blob(id);
        return blob.symlink()
                ? new java.io.ByteArrayInputStream(NativeNames.bytes(Files.readSymbolicLink(blob.file())))
                : blob.applied().toCommit(blob.fileBytes(), () -> open(blob.file()));
    }

    private static InputStream open(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    private Blob blob(GitId id) {
        var blob = blobs.get(id);
        if (blob == null) {
            throw new TempleException(
                    ErrorCode.GIT_REPOSITORY_BROKEN,
                    "The directory %s has no object %s.".formatted(Printable.text(root.toString()), id));
        }
        return blob;
    }

    private static TempleException changed(Path file) {
        return new TempleException(
                ErrorCode.CHANGED_WHILE_READING,
                "The file %s changed while it was read.".formatted(Printable.text(file.toString())));
    }

    private static String reason(Throwable problem) {
        return Printable.text(String.valueOf(problem.getMessage()));
    }
}
