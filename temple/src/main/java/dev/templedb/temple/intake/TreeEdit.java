package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.objects.TreeEntries;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.objects.StoredObjects;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes a tree out of another one and what is to be different in it. Reads and writes only directories in which
/// something
/// is.
public final class TreeEdit {
    private static final int DIRECTORY = 0040000;

    /// What is at a path afterwards.
    public record File(int mode, GitId id) {}

    private static final class Node {
        final Map<String, Optional<File>> files = new TreeMap<>();
        final Map<String, Node> below = new TreeMap<>();
    }

    private final ObjectSource source;
    private final Map<GitId, RawObject> made;

    /// An edit of trees of `source` that puts new trees into `made`.
    public TreeEdit(ObjectSource source, Map<GitId, RawObject> made) {
        this.source = source;
        this.made = made;
    }

    /// The root tree that is `base` but for `changes`.
    ///
    /// @param base    empty: an empty tree
    /// @param changes empty where a file is to be removed
    public GitId apply(Optional<GitId> base, Map<FilePath, Optional<File>> changes) {
        if (changes.isEmpty() && base.isPresent()) {
            return base.get();
        }
        var root = new Node();
        changes.forEach((path, file) -> insert(root, new String(path.bytes(), StandardCharsets.ISO_8859_1), file));
        return apply(base, root).orElseGet(() -> new TreeBuilder().build(made));
    }

    private static void insert(Node root, String path, Optional<File> file) {
        var at = root;
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            at = at.below.computeIfAbsent(path.substring(start, slash), name -> new Node());
            start = slash + 1;
        }
        at.files.put(path.substring(start), file);
    }

    private Optional<GitId> apply(Optional<GitId> base, Node node) {
        var entries = base.map(this::entries).orElseGet(LinkedHashMap::new);
        node.below.forEach((name, below) -> {
            var before = Optional.ofNullable(entries.get(name)).filter(TreeEdit::isDirectory);
            var after = apply(before.map(File::id), below);
            if (after.isPresent()) {
                entries.put(name, new File(DIRECTORY, after.get()));
            } else if (before.isPresent()) {
                entries.remove(name);
            }
        });
        node.files.forEach((name, file) -> {
            if (file.isPresent()) {
                entries.put(name, file.get());
            } else if (entries.containsKey(name) && !isDirectory(entries.get(name))) {
                entries.remove(name);
            }
        });
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var tree = new TreeBuilder();
        entries.forEach((name, file) -> tree.add(name.getBytes(StandardCharsets.ISO_8859_1), file.mode(), file.id()));
        return Optional.of(tree.build(made));
    }

    private static boolean isDirectory(File file) {
        return (file.mode() & 0170000) == DIRECTORY;
    }

    private LinkedHashMap<String, File> entries(GitId tree) {
        var known = made.get(tree);
        var raw = known == null ? source.read(tree).bytes() : known.bytes();
        var entries = new LinkedHashMap<String, File>();
        try {
            for (var cursor = new TreeEntries(raw); cursor.next(); ) {
                FileMode.of(cursor.mode());
                entries.put(
                        new String(cursor.name(), StandardCharsets.ISO_8859_1), new File(cursor.mode(), cursor.id()));
            }
        } catch (MalformedObject damaged) {
            throw StoredObjects.missing(tree);
        }
        return entries;
    }
}
