package dev.templedb.packages.directory;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Builds git's trees from paths. Paths are taken as they come: whoever adds them has looked at them.
final class ForeignTree {
    private record Leaf(int mode, GitId id) {}

    private final Map<String, ForeignTree> directories = new TreeMap<>();
    private final Map<String, Leaf> files = new TreeMap<>();

    void add(String path, int mode, GitId blob) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            files.put(path, new Leaf(mode, blob));
        } else {
            directories
                    .computeIfAbsent(path.substring(0, slash), name -> new ForeignTree())
                    .add(path.substring(slash + 1), mode, blob);
        }
    }

    /// Hands each tree below and at last this one to `sink`, as id and bytes, and returns this one's id.
    GitId write(ObjectHasher hasher, BiConsumer<GitId, byte[]> sink) {
        // Git's order: by bytes, a directory as if its name ended with a slash.
        var entries = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        files.forEach(
                (name, leaf) -> entries.put(bytes(name), entry(Integer.toOctalString(leaf.mode()), name, leaf.id())));
        directories.forEach((name, directory) ->
                entries.put(bytes(name + "/"), entry("40000", name, directory.write(hasher, sink))));
        var raw = new ByteArrayOutputStream();
        entries.values().forEach(raw::writeBytes);
        var id = hasher.gitId(ObjectKind.TREE, raw.toByteArray());
        sink.accept(id, raw.toByteArray());
        return id;
    }

    private static byte[] entry(String mode, String name, GitId id) {
        var raw = new ByteArrayOutputStream();
        raw.writeBytes(bytes(mode + " " + name));
        raw.write(0);
        raw.writeBytes(id.bytes());
        return raw.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
