package dev.templedb.temple.checkout;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.Conversion;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.TreeFile;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes the files of a tree into an empty directory that nobody else writes to.
///
/// Each frame is read once. Symbolic links come last and every file is made anew, so that nothing is ever written
/// through a link.
public final class TreeWriter {
    private final Transaction tx;
    private final StoredObjects objects;
    private final Path shownTarget;

    /// What is on the disk now.
    ///
    /// @param files in git's order, with the place of each
    public record Written(List<WrittenFile> files, WrittenTree summary) {}

    /// A file, link or submodule, and where it was written.
    public record WrittenFile(TreeFile file, Path path) {}

    /// A writer of what `tx` sees.
    ///
    /// @param shownTarget what messages call the directory
    public TreeWriter(Transaction tx, StoredObjects objects, Path shownTarget) {
        this.tx = tx;
        this.objects = objects;
        this.shownTarget = shownTarget;
    }

    /// Writes the files of `tree` into `root`.
    ///
    /// @throws TempleException with `PATH_NOT_PORTABLE`, before anything was written; `TARGET_UNWRITABLE`;
    /// `DISK_FULL`
    public Written write(GitId tree, Path root, Progress progress) {
        List<TreeFile> files = new ArrayList<>();
        new TreeReader(objects).files(tree, files::add);
        try (var step = progress.begin("Writing files", files.size())) {
            TargetNames.require(root, files);
            var directories = new Directories(root);
            List<WrittenFile> placed = new ArrayList<>(files.size());
            for (var file : files) {
                placed.add(new WrittenFile(file, directories.place(file)));
            }
            long bytes = writeContents(placed, rules(files), step);
            long links = writeLinks(placed, step);
            long submodules = count(placed, FileMode.SUBMODULE);
            return new Written(
                    placed,
                    new WrittenTree(
                            placed.size() - links - submodules,
                            links,
                            submodules,
                            directories.count() - submodules,
                            bytes));
        } catch (IOException failure) {
            throw DiskErrors.writingDirectory(shownTarget, failure);
        }
    }

    /// What the tree's own files say of line ends; empty when it has none.
    private Optional<AttributeRules> rules(List<TreeFile> files) {
        Map<String, byte[]> attributes = new HashMap<>();
        for (var file : files) {
            if (file.kind() == FileMode.FILE || file.kind() == FileMode.EXECUTABLE) {
                var path = raw(file);
                if (AttributeRules.isAttributes(path)) {
                    objects.readBlob(file.target(), AttributeRules.MOST_BYTES)
                            .ifPresent(content -> attributes.put(AttributeRules.directory(path), content));
                }
            }
        }
        return attributes.isEmpty() ? Optional.empty() : Optional.of(AttributeRules.ofCommit(attributes));
    }

    private static String raw(TreeFile file) {
        return new String(file.path().bytes(), StandardCharsets.ISO_8859_1);
    }

    private static long count(List<WrittenFile> files, FileMode kind) {
        return files.stream().filter(file -> file.file().kind() == kind).count();
    }

    /// The directories made so far.
    private static final class Directories {
        private final Map<FilePath, Path> made = new HashMap<>();

        Directories(Path root) {
            made.put(FilePath.of(new byte[0]), root);
        }

        /// The root does not count.
        int count() {
            return made.size() - 1;
        }

        /// Where the file goes; its directories are there, and a submodule is made as one.
        Path place(TreeFile file) throws IOException {
            return file.kind() == FileMode.SUBMODULE ? directory(file.path()) : child(file.path());
        }

        private Path directory(FilePath path) throws IOException {
            var known = made.get(path);
            if (known == null) {
                known = Files.createDirectory(child(path));
                made.put(path, known);
            }
            return known;
        }

        private Path child(FilePath path) throws IOException {
            var bytes = path.bytes();
            int slash = bytes.length - 1;
            while (slash >= 0 && bytes[slash] != '/') {
                slash--;
            }
            var parent = directory(FilePath.of(Arrays.copyOf(bytes, Math.max(slash, 0))));
            return NativeNames.resolve(parent, Arrays.copyOfRange(bytes, slash + 1, bytes.length));
        }
    }

    /// Frame by frame; contents that are kept in pieces are put together meanwhile.
    private long writeContents(List<WrittenFile> files, Optional<AttributeRules> rules, Progress.Step step)
            throws IOException {
        var store = new SqliteObjectStore(tx);
        Map<Integer, List<FrameWriter.Content>> frames = new TreeMap<>();
        for (var file : files) {
            var kind = file.file().kind();
            if (kind == FileMode.FILE || kind == FileMode.EXECUTABLE) {
                var place = store.find(file.file().target())
                        .orElseThrow(() -> StoredObjects.missing(file.file().target()));
                frames.computeIfAbsent(place.frame(), number -> new ArrayList<>())
                        .add(new FrameWriter.Content(
                                file,
                                place.ordinal(),
                                rules.map(known -> known.conversion(raw(file.file())))
                                        .orElse(Conversion.NONE)));
            }
        }
        long largeBytes = 0;
        try (var writer = new FrameWriter(step)) {
            for (var frame : frames.entrySet()) {
                var read = store.frame(frame.getKey());
                var whole = new ArrayList<FrameWriter.Content>();
                for (var content : frame.getValue()) {
                    if (read.layout().kind(content.ordinal()) == ObjectKind.RECIPE) {
                        largeBytes += writeLarge(content, step);
                    } else {
                        whole.add(content);
                    }
                }
                writer.write(frame.getKey(), read, whole);
            }
            return writer.finish() + largeBytes;
        }
    }

    private long writeLarge(FrameWriter.Content content, Progress.Step step) throws IOException {
        var file = content.file();
        var id = file.file().target();
        try (var in = content.conversion().toWorkTree(id, objects.blobBytes(id), () -> objects.openBlob(id));
                var out = java.nio.channels.Channels.newOutputStream(NewFile.create(file))) {
            long bytes = in.transferTo(out);
            step.advance(1);
            return bytes;
        }
    }

    private long writeLinks(List<WrittenFile> files, Progress.Step step) throws IOException {
        long links = 0;
        for (var file : files) {
            if (file.file().kind() == FileMode.SYMLINK) {
                var id = file.file().target();
                var target = objects.readBlob(id, NewLink.LONGEST_TARGET_BYTES)
                        .orElseThrow(() -> TargetNames.refused(file.file().path(), "its target is too long"));
                NewLink.create(file, target);
                links++;
                step.advance(1);
            }
        }
        return links;
    }
}
